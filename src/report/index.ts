/** The report layer's edge: a Diagnosis in, text for people or programs out. */
export { noPaint, type Paint, type Tone } from './blocks.ts';
export { displayWidth, padEnd } from './display-width.ts';
export { type MarkdownOptions, renderMarkdown } from './render-markdown.ts';
export { renderJson, stableJson } from './render-json.ts';
export { renderText, type TextOptions } from './render-text.ts';
export { safe } from './safe.ts';
export { wrap } from './wrap.ts';
