/** A file or folder of a Go module that a part keeps: Kubernetes objects, templates. */
export interface ModuleFile {
  /** Module path as `go.mod` of the part names it. */
  readonly module: string;
  /** Path inside the module; of a folder, its `*.yaml` files are joined into one. */
  readonly from: string;
  /** Path inside the part. */
  readonly to: string;
  /** Keeps only documents of this kind, where a folder also holds others. */
  readonly kind?: string;
}

/** Programs of Go modules, pinned by `go.mod` and `go.sum` in `lab/parts/<id>`. */
export interface GoRecipe {
  readonly kind: 'go';
  /** Packages to build, in one command where possible, so that they share the work. The program is named as the last element. */
  readonly mains: readonly string[];
  /** Values set by the linker, `package.variable=value`; `{program}` stands for the program's name. */
  readonly variables: readonly string[];
  readonly moduleFiles: readonly ModuleFile[];
}

/** A program from a Python wheel, pinned by `requirements.txt` in `lab/parts/<id>`. */
export interface WheelRecipe {
  readonly kind: 'wheel';
  /** The program's path inside the installed packages. */
  readonly program: string;
}

/** One thing that set-up makes: where it comes from and what must be there afterwards. */
export interface Part {
  readonly id: string;
  readonly version: string;
  readonly recipe: GoRecipe | WheelRecipe;
  /** Programs that `bin/` offers. */
  readonly programs: readonly string[];
  /** Other files of the part that the lab reads. */
  readonly files: readonly string[];
  /** What making it from nothing adds to the lab's cache (with what is only there meanwhile) and to Go's build and module caches, MiB. */
  readonly space: { readonly cache: number; readonly build: number; readonly modules: number };
}
