import { type Artifact, defineArtifact, type RawDocument } from '../model/source.ts';

/** TODO: what one document of it says. Keep only the fields that are read. */
export interface TemplateIdEntry {
  readonly file: string;
}

/** TODO: what it is and who writes it. Add it to `src/artifacts/index.ts`. */
export const templateId: Artifact<readonly TemplateIdEntry[]> = defineArtifact({
  id: 'template-id',
  title: 'Template title',
  collectWith: ['TODO: the command that gathers it'],
  // By content, never by name: people rename files.
  recognises: (document: RawDocument) => document.body.kind === 'text' && document.body.text.startsWith('TODO'),
  parse: (documents) => documents.map(({ file }) => ({ file })),
});
