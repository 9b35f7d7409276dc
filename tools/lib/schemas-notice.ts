import type { SchemaSource } from './schemas-sources.ts';

/**
 * Copyright holders by product, as the headers of the sources name them (the VictoriaMetrics operator's name none: there the publisher
 * stands). The prometheus-operator's module has a NOTICE of its own, which the licence (section 4 d) wants repeated.
 */
const holders: { readonly [product in SchemaSource['product']]: readonly string[] } = {
  istio: ['Copyright Istio Authors'],
  'gateway-api': ['Copyright The Kubernetes Authors'],
  'victoriametrics-operator': [
    'Published by VictoriaMetrics; the module names no copyright holder',
    'Parts of the schemas describe types of Kubernetes: Copyright The Kubernetes Authors',
  ],
  'prometheus-operator': [
    'Copyright The prometheus-operator Authors',
    'Parts of the schemas describe types of Kubernetes: Copyright The Kubernetes Authors',
    'NOTICE of the module:',
    '  CoreOS Project',
    '  Copyright 2015 CoreOS, Inc',
    '  This product includes software developed at CoreOS, Inc.',
    '  (http://www.coreos.com/).',
  ],
};

/** lab/schemas/NOTICE: whose work the files are, under which licence, and what was changed. */
export function noticeText(sources: readonly SchemaSource[]): string {
  const products = [...Map.groupBy(sources, ({ product }) => product)];
  const parts = products.map(([product, files]) => {
    const modules = files.map(({ file, module, moduleVersion }) => `  ${file}: ${module} ${moduleVersion}`);
    return [product, ...modules, ...holders[product].map((line) => `  ${line}`), '  Licensed under the Apache License, Version 2.0'].join('\n');
  });
  return `${[
    'The files of this folder are CustomResourceDefinitions of the projects below, made by tools/schemas.ts.',
    'Changes: descriptions removed, documents of one version joined into one List, written as JSON with sorted keys.',
    'The licence of all of them is the Apache License, Version 2.0; its text is the file LICENSE at the root of this repository.',
    ...parts.map((part) => `\n${part}`),
  ].join('\n')}\n`;
}
