// What crosses between JavaScript and Python, from the types in pyodide_pkgs/descent. Made by: .venv/bin/python -m scripts.seam

/** One array of an answer, in C order. */
export type NamedArray<Numbers> = {
  data: Numbers;
  shape: number[];
};

/** A number or nested lists of numbers; null is a number that is not finite. */
export type Tensor = number | null | Tensor[];

/** The arrays of several racers in one answer: `points.0`, `points.1`, ... */
export type Numbered<Arrays> = {
  [Name in keyof Arrays & string as `${Name}.${number}`]: NonNullable<Arrays[Name]>;
};

/** One or the other, each without the names of the other. */
export type Either<One, Other> =
  | (One & { [Name in Exclude<keyof Other, keyof One>]?: undefined })
  | (Other & { [Name in Exclude<keyof One, keyof Other>]?: undefined });

/** No arrays. */
export type NoArrays = Record<never, never>;

/** A problem, and what its inputs are drawn with. */
export type ProblemArguments = {
  /** File name to text. */
  problem: Record<string, string>;
  seed: number;
};

/** The tests of the problem, in order. */
export type Opened = {
  tests: ListedTest[];
};

/** A test before it runs. */
export type ListedTest = {
  id: string;
  title: string;
  visibility: "public" | "named" | "sealed";
  /** Seconds. */
  timeout: number;
};

/** A test of the open problem. */
export type TestArguments = {
  id: string;
};

/** Nothing but that the bytes are there. */
export type CaseAnswer = Record<never, never>;

/** The test that runs now, and the one after it. */
export type PreparingArguments = {
  id: string;
  next?: string;
};

/** Nothing but that it worked. */
export type Prepared = Record<never, never>;

/** What a learner is told about one test. */
export type Verdict = {
  id: string;
  title: string;
  visibility: "public" | "named" | "sealed";
  kind: "differential" | "property" | "in_place" | "raises";
  outcome: "pass" | "fail" | "error";
  sentence: string;
  difference: DifferenceAnswer | null;
  /** Of a public test only, as lines of Python. */
  input: string | null;
  error: FailureAnswer | null;
  output: string;
  output_cut: boolean;
  /** Names such as `builtins.abs` that the submission had replaced. */
  tampered: string[];
  picture?: Picture | null;
};

/** Where the outputs differ, and by how much. */
export type DifferenceAnswer = {
  reason: "type" | "length" | "shape" | "dtype" | "finite" | "value" | "replaced" | "ended";
  call: number;
  place: string;
  index: number[] | null;
  max_abs: number | string | null;
  max_rel: number | string | null;
  /** Of a public test only. */
  yours: number | string | boolean | null;
  expected: number | string | boolean | null;
};

/** What the submission raised. */
export type FailureAnswer = {
  kind: "exception" | "syntax" | "missing" | "unrun" | "exit" | "interrupted" | "memory" | "recursion";
  type: string;
  text: string;
  frames: FrameAnswer[];
};

/** One line of a traceback; lines count from 1, columns from 0 in characters, end exclusive. */
export type FrameAnswer = {
  line: number;
  column: number | null;
  end_line: number | null;
  end_column: number | null;
  function: string;
  text: string;
};

/** The path or curve of the learner beside that of the reference. */
export type Picture = {
  /** `path` or `curve`, as the problem says. */
  kind: string;
  /** The one or two that are drawn: those that end up furthest apart. */
  coordinates: string[];
  start: (number | string | null)[];
  /** A point for each call. */
  reference: (number | string | null)[][];
  learner: (number | string | null)[][];
  /** The path of the recognised mistake. */
  mistake: (number | string | null)[][] | null;
  /** The first call after which the paths differ. */
  departs: number;
  /** The state after that call. */
  table: Table;
  /** The state after every call; only in the summary. */
  tables: Table[] | null;
};

/** The state after a call. */
export type Table = {
  call: number;
  rows: Row[];
};

/** One number of the state, where the submission departs. */
export type Row = {
  name: string;
  learner: number | string | null;
  reference: number | string;
  /** By more than the test's tolerance. */
  differs: boolean;
};

/** No arguments. */
export type NoArguments = Record<never, never>;

/** All outcomes so far. */
export type Summary = {
  problem: string;
  passed: boolean;
  tests: TestOutcome[];
  mistake: RecognisedAnswer | null;
  picture: ShownPicture | null;
};

/** What became of a test. */
export type TestOutcome = {
  id: string;
  title: string;
  outcome: "pass" | "fail" | "error" | "not-run";
};

/** The known mistake that the submission resembles. */
export type RecognisedAnswer = {
  name: string;
  message: string;
  /** The outputs agree to the last bit. */
  exact: boolean;
};

/** The clearest picture of a failed test. */
export type ShownPicture = {
  /** `path` or `curve`, as the problem says. */
  kind: string;
  /** The one or two that are drawn: those that end up furthest apart. */
  coordinates: string[];
  start: (number | string | null)[];
  /** A point for each call. */
  reference: (number | string | null)[][];
  learner: (number | string | null)[][];
  /** The path of the recognised mistake. */
  mistake: (number | string | null)[][] | null;
  /** The first call after which the paths differ. */
  departs: number;
  /** The state after that call. */
  table: Table;
  /** The state after every call; only in the summary. */
  tables: Table[] | null;
  test: string;
};

/** How many edits of the reference to try at once. */
export type NamingArguments = {
  most: number;
};

/** What the search among the edits of the reference has come to. */
export type Named = {
  done: boolean;
  mistake: RecognisedAnswer | null;
  picture: ShownPicture | null;
};

/** Examples of a problem's statement. */
export type ExampleArguments = {
  /** File name to text. */
  problem: Record<string, string>;
  /** Each the JSON of a fenced block marked `example`. */
  examples: string[];
};

/** The examples, worked out by the reference, as lines of Python. */
export type Examples = {
  examples: string[];
};

/** Nothing but that it worked. */
export type Empty = Record<never, never>;

/** What there is to choose from. */
export type CatalogAnswer = {
  rules: RuleAnswer[];
  landscapes: LandscapeEntry[];
  families: FamilyEntry[];
  modifiers: ModifierEntry[];
  transforms: string[];
  /** Names that a typed landscape may use. */
  functions: string[];
  trials: TrialEntry[];
  traits: string[];
};

/** A rule. */
export type RuleAnswer = {
  name: string;
  title: string;
  /** What it takes at once. */
  scope: "element" | "tensor" | "matrix" | "model";
  /** LaTeX. */
  formula: string;
  paper: string;
  hypers: HyperAnswer[];
  choices: ChoiceAnswer[];
  /** What each array of the state is. */
  state: Record<string, string>;
  /** What it takes beside the gradient. */
  inputs: string[];
  /** Whether it runs on two coordinates; a rule that needs a matrix does not. */
  plane: boolean;
  related: string[];
};

/** A hyperparameter and its slider. */
export type HyperAnswer = {
  name: string;
  /** What people call it. */
  title: string;
  /** Its letter in formulas; empty where they have none. */
  symbol: string;
  default: number;
  low: number;
  high: number;
  scale: "linear" | "log";
  doc: string;
};

/** A choice and its options. */
export type ChoiceAnswer = {
  name: string;
  default: number | string | boolean | null;
  options: OptionAnswer[];
  doc: string;
  /** Options that reproduce a known fault of a source. */
  defective: (number | string | boolean | null)[];
};

/** One value of a choice. */
export type OptionAnswer = {
  value: number | string | boolean | null;
  text: string;
};

/** A built-in landscape. */
export type LandscapeEntry = {
  name: string;
  title: string;
  tags: string[];
  window: [number, number][];
  start: number[];
  /** LaTeX. */
  formula: string;
  note: string;
  stable_lr: number | null;
  least: number | null;
};

/** A family of landscapes; what is said of it holds for its default parameters. */
export type FamilyEntry = {
  name: string;
  title: string;
  tags: string[];
  /** Name to default. */
  parameters: Record<string, number | number[]>;
  dim: number;
  /** The matrices that the coordinates fill; empty where they are one vector. */
  shapes: number[][];
  formula: string;
  note: string;
  noisy: boolean;
};

/** A modifier with the settings that it adds to a rule. */
export type ModifierEntry = {
  name: string;
  title: string;
  hypers: HyperAnswer[];
  choices: ChoiceAnswer[];
};

/** A landscape of the report card and the trait that it tries. */
export type TrialEntry = {
  name: string;
  trait: string;
};

/** A built-in rule. */
export type SourceArguments = {
  rule: string;
};

/** The file of a built-in rule. */
export type SourceAnswer = {
  source: string;
};

/** A typed rule. */
export type CheckArguments = {
  source: string;
};

/** A typed rule, and what should be known about it. */
export type CheckAnswer = {
  rule: RuleAnswer;
  notices: Notice[];
};

/** What a person should know about a rule. */
export type Notice = {
  /** `mixes_runs`: its runs are computed one by one; `two_gradients`: a step takes two. */
  kind: string;
  message: string;
};

/** A typed rule, and what it shall step. */
export type GraphsArguments = {
  source: string;
  /** The sides of every tensor, in the order of the workload. */
  shapes: number[][];
  /** Those that a rule of matrices takes; may be empty. */
  matrices: number[][];
  /** What stands around the rule, by name. */
  modifiers?: string[];
  /** What takes the place of defaults, of the rule and of its modifiers. */
  settings?: Record<string, unknown>;
};

/** The graphs, or why there are none. */
export type GraphsAnswer = {
  /** Canonical texts; empty where the rule is refused, or steps none of the tensors. */
  graphs: string[];
  /** Nodes of the largest graph. */
  operations: number;
  /** Where a run of the first graph is after 200 steps in NumPy here; empty where that is not finite. */
  walked: number[];
  remarks: RemarkAnswer[];
  refused: RemarkAnswer | null;
};

/** What the author should know, and the line that it is about. */
export type RemarkAnswer = {
  line: number;
  message: string;
};

/** A landscape, and of how many cells its map is. */
export type GridArguments = {
  ground: LandscapeDescription;
  /** In place of the landscape's own. */
  start?: number[];
  columns?: number;
  rows?: number;
};

/** A built-in landscape, one of a family, or a typed one. */
export type LandscapeDescription = {
  /** A built-in landscape. */
  name?: string;
  /** A family, in place of `name`. */
  family?: string;
  /** Of the family, by name: numbers, or lists of numbers. */
  parameters?: Record<string, unknown>;
  /** A typed formula, in place of `name`. */
  expression?: string;
  /** Of a typed landscape. */
  window?: [number, number][];
  start?: number[];
  jitter?: Jitter;
  /** Applied in order. */
  transforms?: Transform[];
};

/** How far the start is moved at random. */
export type Jitter = {
  /** The share of half the window, each way. */
  spread: number;
  seed?: number;
};

/** One change of a landscape; each kind takes its own of the other entries. */
export type Transform = {
  /** `move` is the last one. */
  kind: "rotate" | "shift" | "rescale" | "multiply" | "noise" | "sparse" | "move";
  /** Of `rotate`, in radians. */
  angle?: number;
  /** Of `shift`. */
  by?: number[];
  /** Of `rescale`. */
  factors?: number[];
  /** Of `shift` and `rescale`: the window stays; a shift then leaves the start too. */
  stay?: boolean;
  /** Of `multiply`. */
  factor?: number;
  /** Of `noise`: normal noise is added to each gradient. */
  spread?: number;
  /** Of `sparse`: a coordinate's gradient is seen with that probability, else it is 0. */
  share?: number;
  /** Of `move`: how far the landscape moves at each step. */
  velocity?: number[];
};

/** What is known about a landscape. */
export type LandscapeAnswer = {
  title: string;
  window: [number, number][];
  start: number[];
  /** The points with the least value; empty where none are known. */
  minima: number[][];
  /** The other minima in the window, found by search, the lowest first; those of a landscape of two coordinates. */
  local_minima: number[][];
  least: number | null;
  /** The largest learning rate at which gradient descent stays at the minimum. */
  stable_lr: number | null;
  /** The smallest and largest eigenvalue of the Hessian at the minimum. */
  curvature: [number, number] | null;
  /** The heights are `log10(f - least + 1e-9)`. */
  log_scale: boolean;
  /** What the values of contour lines are counted from. */
  above: number;
  analytic: boolean;
  note: string;
  /** What somebody typed as its formula, with every product written out; empty for others. */
  typed: string;
  /** LaTeX. */
  formula: string;
  tags: string[];
  dim: number;
  /** The matrices that the coordinates fill; empty where they are one vector. */
  shapes: number[][];
  noisy: boolean;
  moving: boolean;
  /** How far a moving landscape goes at each step. */
  velocity: number[] | null;
  /** The lowest minima were found by search too, as those of a typed landscape are. */
  searched: boolean;
};

/** The map of a landscape of two coordinates; another has no arrays. */
export type GridArrays = {
  /** `[rows, columns]` At the centres of the cells, row 0 at the bottom; values that are not finite are the largest one. */
  heights?: NamedArray<Float32Array>;
  /** `[levels]` Of contour lines, in the scale of the heights. */
  levels?: NamedArray<Float64Array>;
  /** `[levels]` What is written on them: the value of the landscape above `above`. */
  level_values?: NamedArray<Float64Array>;
  /** `[levels]` 1 for a line at a round value. */
  thick?: NamedArray<Uint8Array>;
};

/** A landscape and a point of it. */
export type PointArguments = {
  ground: LandscapeDescription;
  /** In place of the landscape's own. */
  start?: number[];
  point: number[];
};

/** What the landscape is there, without noise and before it moves. */
export type PointAnswer = {
  value: number | null;
  gradient: (number | null)[];
};

/** Racers on one landscape; those of the same rule and choices are one population. */
export type RaceArguments = {
  ground: LandscapeDescription;
  /** In place of the landscape's own. */
  start?: number[];
  racers: RacerDescription[];
  steps: number;
  seed?: number;
  /** Points at which every racer begins, each with its own run; at most 64. */
  starts?: number[][];
  /** A run ends when its loss is that close to the least. */
  tolerance?: number;
};

/** A built-in rule or a typed one, with its settings and modifiers. */
export type RacerDescription = {
  /** The page's own; it comes back with every answer. */
  id?: string;
  /** The name of a built-in rule. */
  rule?: string;
  /** A typed rule, in place of `rule`: it runs in the sandbox only. */
  source?: string;
  /** Hyperparameters and choices of the rule and of its modifiers; what is left out has its default. */
  settings?: Record<string, unknown>;
  /** Names of modifiers; their order means nothing (`descent.modifiers.ORDER`). */
  modifiers?: string[];
};

/** The racers in the order in which they were given. */
export type RaceAnswer = {
  racers: PathAnswer[];
};

/** How a racer's run ended; with several starts, the first of them. */
export type PathAnswer = {
  id: string;
  lr: number | null;
  notices: Notice[];
  stop: StopAnswer;
  /** The step at which the last of its runs ended. */
  steps: number;
  /** Of the first run at the end. */
  loss: number | null;
  /** How the run from each start ended. */
  starts: StopAnswer[];
};

/** Why and when a run ended. */
export type StopAnswer = {
  /** `converged`, `max_steps`, `diverged` or `left_window`. */
  kind: string;
  sentence: string;
  step: number;
};

/** The path of a racer up to where its run ended, at most to its last finite point. */
export type PathArrays = {
  /** `[steps + 1, dim]` With `starts` given `[steps + 1, starts, dim]`. */
  points: NamedArray<Float64Array>;
  /** `[steps + 1]` With `starts` given `[steps + 1, starts]`. */
  losses: NamedArray<Float64Array>;
};

/** A racer whose run has diverged, and where it ran. */
export type ThresholdArguments = {
  ground: LandscapeDescription;
  /** In place of the landscape's own. */
  start?: number[];
  racer: RacerDescription;
  steps: number;
  seed?: number;
};

/** What is known of why a run diverged. */
export type ThresholdAnswer = {
  /** Null where no limit is known, or none was passed. */
  passed: Passed | null;
};

/** A stability limit that the learning rate is above. */
export type Passed = {
  lr: number;
  /** The limit as a function of λ, the largest curvature. */
  formula: string;
  limit: number;
  /** λ, the largest eigenvalue of the Hessian. */
  curvature: number;
  /** Where λ is that: at the start, at every minimum (the flattest counts), or on the path where that is steepest. */
  where: "start" | "minimum" | "path";
  /** A rate below the limit with which the same run does not diverge; null where none was found. */
  repair: number | null;
};

/** Racers on one landscape. */
export type MeasuresArguments = {
  ground: LandscapeDescription;
  /** In place of the landscape's own. */
  start?: number[];
  racers: RacerDescription[];
  steps: number;
  seed?: number;
};

/** The racers in the order in which they were given. */
export type MeasuresAnswer = {
  racers: MeasuredAnswer[];
};

/** How a racer's run ended. */
export type MeasuredAnswer = {
  id: string;
  lr: number | null;
  notices: Notice[];
  stop: StopAnswer;
};

/** What is measured along the path of a racer, up to where its run ended. */
export type MeasuresArrays = {
  /** `[about 60]` */
  sharpness: NamedArray<Float64Array>;
  /** `[about 60]` The steps after which it was measured. */
  sharpness_steps: NamedArray<Int32Array>;
  /** `[steps]` */
  update_rms: NamedArray<Float64Array>;
  /** `[steps]` The length of the step over that of the gradient. */
  effective_rate: NamedArray<Float64Array>;
  /** `[steps]` Between the step and the direction of steepest descent. */
  cosine: NamedArray<Float64Array>;
  /** `[steps + 1]` */
  losses: NamedArray<Float64Array>;
  /** `[steps + 1]` */
  gradient_norms: NamedArray<Float64Array>;
  /** `[steps + 1]` To the nearest minimum; absent where none is known. */
  distance?: NamedArray<Float64Array>;
  /** `[steps]` 2 / lr; absent for a rule without a learning rate. */
  limit?: NamedArray<Float64Array>;
};

/** A step of a racer; 1 is the first. */
export type InsideArguments = {
  ground: LandscapeDescription;
  /** In place of the landscape's own. */
  start?: number[];
  racer: RacerDescription;
  step: number;
  seed?: number;
};

/** One step from the inside. */
export type InsideAnswer = {
  /** As the rule saw it, noise included. */
  gradient: Tensor;
  /** The whole step, modifiers included; null for a rule that takes all tensors at once. */
  update: Tensor;
  /** The step over the gradient, negated, per coordinate. */
  rates: (number | null)[] | null;
  /** Between the step and the direction of steepest descent. */
  cosine?: number;
  /** The length of the step over that of the gradient. */
  effective_rate?: number | null;
  state: StateAnswer[];
  /** Null where none can be drawn. */
  ellipse: EllipseAnswer | null;
  /** The assignments of the rule's own `update`; that of `step` is the rule's, before any modifier. */
  lines: LineAnswer[];
  step: number;
  point: Tensor;
  /** What the path draws; differs from `point` for a rule with a view. */
  shown: Tensor;
  next: Tensor;
  loss: number | null;
  next_loss: number | null;
  exact_gradient: (number | null)[];
  /** Where SAM took the gradient that the rule saw; null for a rule that takes it at the point. */
  gradient_at: Tensor;
  formula: string;
  lr: number | null;
  notices: Notice[];
  settings: Record<string, number | string | boolean | null>;
};

/** One array of a rule's state before and after the step. */
export type StateAnswer = {
  name: string;
  doc: string;
  shape: number[];
  before: Tensor;
  after: Tensor;
};

/** The diagonal preconditioner: the step over `divided_by` per coordinate. */
export type EllipseAnswer = {
  radii: number[];
  /** `m_hat`, `m` or `g`. */
  divided_by: string;
};

/** One assignment of a rule's own code, as the step ran it. */
export type LineAnswer = {
  /** From 1, in the file or the typed text. */
  line: number;
  code: string;
  /** What it gives a value to; `step` for the step that is returned. */
  name: string;
  /** The code with numbers in place of names, for each coordinate. */
  numbers: string[];
  value: Tensor | boolean;
};

/** A step of a racer; 1 is the first. */
export type NodesArguments = {
  ground: LandscapeDescription;
  /** In place of the landscape's own. */
  start?: number[];
  racer: RacerDescription;
  step: number;
  seed?: number;
};

/** The picture of a rule at one step. */
export type NodesAnswer = {
  id: string;
  step: number;
  /** Empty where the rule has no graph, or too many nodes to be drawn. */
  nodes: NodeAnswer[];
  /** How many places the picture has, or would have. */
  count: number;
  /** Whether the run still is where numbers are, before the step. */
  finite: boolean;
  refused: LineRefusal | null;
  lr: number | null;
  notices: Notice[];
};

/** One place of the picture, and its number at the step. */
export type NodeAnswer = {
  name: string;
  /** The expression; empty for what comes in. */
  text: string;
  /** `gradient`, `parameter`, `step count`, `setting`, `state`, `input`, `value`, or `next` for what comes out. */
  role: string;
  /** The places that feed it, all of them earlier. */
  fed: number[];
  /** What it is when the step is over: `step`, entries of the state. */
  becomes: string[];
  shape: number[];
  /** The first entries, four at most. */
  first: (number | null | boolean)[];
  /** Of all entries; null where it is not finite. */
  norm: number | null;
};

/** Why the rule has no graph, and for a typed rule the line. */
export type LineRefusal = {
  line: number | null;
  message: string;
};

/** One hyperparameter, and the values to try: a list, or so many from `low` to `high`. */
export type CurveArguments = {
  ground: LandscapeDescription;
  /** In place of the landscape's own. */
  start?: number[];
  racer: RacerDescription;
  steps: number;
  seed?: number;
  hyper?: string;
  values?: number[];
  low?: number;
  high?: number;
  count?: number;
  /** From how many starts: the landscape's own, then random ones. */
  repeats?: number;
};

/** The final losses for each value of a hyperparameter. */
export type CurveAnswer = {
  id: string;
  hyper: string;
  values: number[];
  /** Which share of the runs is below each band. */
  levels: number[];
  start_losses: (number | null)[];
  /** The share of runs that diverged, for each value. */
  diverged: number[];
  best: BestValue;
  stable_lr: number | null;
  least: number | null;
  notices: Notice[];
};

/** The value with the least median. */
export type BestValue = {
  value: number;
  loss: number | null;
};

/** Final losses, `Infinity` where a run diverged. */
export type CurveArrays = {
  /** `[levels, values]` */
  bands: NamedArray<Float64Array>;
  /** `[repeats, values]` */
  losses: NamedArray<Float64Array>;
};

/** How many random starts are tried. */
export type LuckArguments = {
  ground: LandscapeDescription;
  /** In place of the landscape's own. */
  start?: number[];
  racer: RacerDescription;
  steps: number;
  seed?: number;
  count?: number;
};

/** How many random starts do as well as this one. */
export type LuckAnswer = {
  id: string;
  /** From the landscape's own start. */
  loss: number | null;
  /** Of the random starts that end higher or as high. */
  share: number;
  count: number;
  /** Of the final losses: `0.1`, `0.5`, `0.9`. */
  quantiles: Record<string, number | null>;
  notices: Notice[];
};

/** Final losses, `Infinity` where a run diverged. */
export type LuckArrays = {
  /** `[count]` */
  losses: NamedArray<Float64Array>;
};

/** A rule on one matrix of 2 x 2 to 16 x 16. */
export type MatrixArguments = {
  racer: RacerDescription;
  steps: number;
  seed?: number;
  /** `factorised`: two matrices whose product is learnt; the first is shown. */
  problem?: "quadratic" | "factorised";
  rows?: number;
  columns?: number;
  /** The condition number of the factor on the left of a quadratic, 1 or more. */
  kappa_left?: number;
  kappa_right?: number;
};

/** How the run ended, and of which steps the matrices are there. */
export type MatrixAnswer = {
  id: string;
  lr: number | null;
  notices: Notice[];
  stop: StopAnswer;
  /** Step numbers, about 60. */
  kept: number[];
  rows: number;
  columns: number;
  /** What the rule calls it; null where it has none. */
  momentum: string | null;
  title: string;
  formula: string;
  stable_lr: number | null;
};

/** The matrices at the kept steps and their singular values. */
export type MatrixArrays = {
  /** `[steps + 1]` */
  losses: NamedArray<Float64Array>;
  /** `[kept, rows, columns]` */
  weights?: NamedArray<Float64Array>;
  /** `[kept, rows, columns]` */
  gradient?: NamedArray<Float64Array>;
  /** `[kept, rows, columns]` */
  update?: NamedArray<Float64Array>;
  /** `[kept, rows, columns]` */
  error?: NamedArray<Float64Array>;
  /** `[kept, rows, columns]` */
  momentum?: NamedArray<Float64Array>;
  /** `[kept, min(rows, columns)]` */
  "weights.singular"?: NamedArray<Float64Array>;
  /** `[kept, min(rows, columns)]` */
  "gradient.singular"?: NamedArray<Float64Array>;
  /** `[kept, min(rows, columns)]` */
  "update.singular"?: NamedArray<Float64Array>;
  /** `[kept, min(rows, columns)]` */
  "error.singular"?: NamedArray<Float64Array>;
  /** `[kept, min(rows, columns)]` */
  "momentum.singular"?: NamedArray<Float64Array>;
  /** `[kept, min(rows, columns)]` */
  "update.alignment"?: NamedArray<Float64Array>;
};

/** A rule on a memory of so many pairs. */
export type RecallArguments = {
  racer: RacerDescription;
  steps: number;
  seed?: number;
  /** Sides of the matrix, 8 to 32. */
  width?: number;
  /** 2 to 64. */
  pairs?: number;
  /** How fast frequencies fall with rank, 0 to 3. */
  exponent?: number;
};

/** At which rate the rule is shown, and which it tried. */
export type RecallAnswer = {
  id: string;
  lr: number | null;
  notices: Notice[];
  /** The rate with the least mean error; null where the rule has none, or every run diverged. */
  best: number | null;
  rates: number[];
  /** The mean over all pairs at that rate. */
  least: number | null;
  title: string;
  formula: string;
};

/** Errors are 1 less the probability given to the right value; `Infinity` where a run diverged. */
export type RecallArrays = {
  /** `[pairs]` */
  frequencies: NamedArray<Float64Array>;
  /** `[pairs]` */
  errors: NamedArray<Float64Array>;
  /** `[rates]` */
  means: NamedArray<Float64Array>;
};

/** Racers with as many losses each. */
export type VerdictArguments = {
  racers: RacerLosses[];
  least?: number | null;
};

/** The final losses of a racer, start by start; null is a run that diverged. */
export type RacerLosses = {
  id: string;
  losses: (number | null)[];
};

/** Which racer is better, and whether that can be said. */
export type RankingAnswer = {
  /** Ids by median. */
  order: string[];
  pairs: PairAnswer[];
  /** Id to the share of its runs that diverged. */
  diverged: Record<string, number>;
  /** Losses of each racer. */
  n: number;
  /** Losses that are less than this above the least count as the same. */
  rounding: number;
};

/** What can be said of two racers after Holm's correction. */
export type PairAnswer = {
  a: string;
  b: string;
  /** Starts on which `a` ended lower. */
  lower: number;
  /** Starts on which `a` ended higher. */
  higher: number;
  /** Starts on which both ended the same, or both diverged. */
  same: number;
  /** Of the exact two-sided sign test of `lower` against `higher`. */
  p: number;
  /** The median difference of log10(loss - least); negative: `a` is better. */
  median_digits: number;
  /** Of that median, at least 95 %, whatever the distribution; null with fewer than six starts. */
  interval: number[] | null;
  /** The mean difference of log10(loss - least). */
  mean_digits: number;
  p_holm: number;
  /** Null where it cannot be said, as with fewer than six starts, or where medians and wins disagree. */
  better: string | null;
};

/** A race whose racers' code may be copied. */
export type ScriptArguments = {
  ground: LandscapeDescription;
  /** In place of the landscape's own. */
  start?: number[];
  steps: number;
  seed?: number;
  entries: EntryDescription[];
};

/** One racer of a script: a built-in rule, or a typed one, which is copied as text and never run. */
export type EntryDescription = {
  id: string;
  name: string;
  rule?: string;
  /** Source, in place of `rule`. */
  typed?: string;
  known?: KnownRule;
  settings?: Record<string, unknown>;
  modifiers?: string[];
};

/** What `studio.check` said of a typed rule: name to default. */
export type KnownRule = {
  hypers?: Record<string, unknown>;
  choices?: Record<string, unknown>;
};

/** The race as Python that needs NumPy alone, and Matplotlib for its picture. */
export type ScriptAnswer = {
  script: string;
};

/** A racer, and what its rule is written for. */
export type RuleFileArguments = {
  racer: RacerDescription;
  /** One of `descent.export.TARGETS`: torch, optax, nvidia, numpy, latex. */
  target: string;
};

/** A file. */
export type RuleFileAnswer = {
  /** What it may be called. */
  name: string;
  source: string;
};

/** A kind of job, with the arguments of that kind. */
export type OpenArguments = {
  kind: string;
};

/** An open job. */
export type JobArguments = {
  job: number;
};

/** What every piece of a job has. */
export type Progress = {
  /** It is the last one. */
  done: boolean;
  /** 0 to 1. */
  progress: number;
};

/** Two hyperparameters and their ranges; those of the sliders unless given, logarithmic where the slider is. */
export type PlaneArguments = {
  ground: LandscapeDescription;
  /** In place of the landscape's own. */
  start?: number[];
  racer: RacerDescription;
  steps: number;
  seed?: number;
  columns?: number;
  rows?: number;
  /** Across, `lr` by default. */
  rate?: string;
  /** Up; by default `momentum`, `beta1` or the rule's first other. */
  beta?: string;
  /** The least and the greatest value. */
  rates?: number[];
  betas?: number[];
  /** Whether the rule weighs the gradient by 1 - beta: then `edge` is drawn for it as for a heavy ball. */
  averaged?: boolean;
};

/** Some cells of a map of final losses over two hyperparameters. */
export type PlanePiece = {
  id: string;
  /** Each cell stands for a block of so many a side; later passes refine. */
  stride: number;
  /** The values of the columns. */
  rates: number[];
  /** The values of the rows. */
  betas: number[];
  /** The learning rate up to which theory calls each row stable; null where it says nothing. */
  edge: number[] | null;
  least: number | null;
  across: string;
  up: string;
  notices: Notice[];
};

/** The cells, as row and column, and their losses. */
export type PlaneArrays = {
  /** `[cells, 2]` */
  cells: NamedArray<Int32Array>;
  /** `[cells]` `Infinity` where the run diverged. */
  losses: NamedArray<Float32Array>;
};

/** How near to a minimum a run must end. */
export type BasinsArguments = {
  ground: LandscapeDescription;
  /** In place of the landscape's own. */
  start?: number[];
  racer: RacerDescription;
  steps: number;
  seed?: number;
  columns?: number;
  rows?: number;
  radius?: number;
};

/** Which minimum each start reaches. */
export type BasinsPiece = {
  id: string;
  /** Each cell stands for a block of so many a side; later passes refine. */
  stride: number;
  columns: number;
  rows: number;
  notices: Notice[];
  minima: number[][];
  local_minima: number[][];
  radius: number;
};

/** The cells, as row and column, and what was found for each. */
export type StartsArrays = {
  /** `[cells, 2]` */
  cells: NamedArray<Int32Array>;
  /** `[cells]` The place of the minimum in `minima` followed by `local_minima`, or the number of steps; -1 for none. */
  values: NamedArray<Int32Array>;
  /** `[cells]` */
  diverged: NamedArray<Uint8Array>;
};

/** The loss to reach. */
export type HitsArguments = {
  ground: LandscapeDescription;
  /** In place of the landscape's own. */
  start?: number[];
  racer: RacerDescription;
  steps: number;
  seed?: number;
  columns?: number;
  rows?: number;
  target: number;
};

/** After how many steps each start has a loss at or below the target. */
export type HitsPiece = {
  id: string;
  /** Each cell stands for a block of so many a side; later passes refine. */
  stride: number;
  columns: number;
  rows: number;
  notices: Notice[];
  target: number;
};

/** Racers on the landscapes of the report card. */
export type EcdfArguments = {
  racers: RacerDescription[];
  steps: number;
  seed?: number;
  repeats?: number;
  /** Each racer has the best of 13 learning rates on each landscape, unless this is false. */
  tune?: boolean;
  /** Names of trials; all by default. */
  landscapes?: string[];
};

/** A racer has run on a landscape. */
export type EcdfPiece = {
  landscape: string;
  id: string;
  lr: number | null;
};

/** The last piece: the shares by budget. */
export type EcdfAnswer = {
  budgets: number[];
  targets: number;
  repeats: number;
  racers: SolvedAnswer[];
};

/** What a racer reached. */
export type SolvedAnswer = {
  id: string;
  /** The learning rate that was used, by landscape. */
  lr: Record<string, number | null>;
  /** The share of pairs of run and target reached in the end. */
  solved: number;
  notices: Notice[];
};

/** Of one racer. */
export type ShareArrays = {
  /** `[budgets]` The share of pairs of run and target reached within each budget of steps. */
  share: NamedArray<Float64Array>;
};

/** One racer and how much it may be tuned; every racer of a fair race gets the same. */
export type FairArguments = {
  ground: LandscapeDescription;
  /** In place of the landscape's own. */
  start?: number[];
  racer: RacerDescription;
  steps: number;
  seed?: number;
  /** The hyperparameter tuned beside lr; by default `momentum`, `beta1`, ... or the rule's first other. */
  second?: string | null;
  /** The most configurations. */
  budget?: number;
  starts?: number;
  /** There are `starts * seeds` repeats, each with a start and noise of its own. */
  seeds?: number;
};

/** How many configurations have been tried. */
export type TriedPiece = {
  id: string;
  tried: number;
  of: number;
};

/** The last piece: the best configuration, raced on fresh starts and noise. */
export type FairAnswer = {
  id: string;
  best: Record<string, number>;
  tried: number;
  configurations: Record<string, number>[];
  repeats: number;
  /** Of the runs of the tuning. */
  diverged_share: number;
  median: number | null;
  /** Of the final losses: `0.1`, `0.5`, `0.9`. */
  quantiles: Record<string, number | null>;
  least: number | null;
  notices: Notice[];
};

/** Losses, `Infinity` where a run diverged. */
export type FairArrays = {
  /** `[repeats]` Of the best configuration on fresh starts. */
  losses: NamedArray<Float64Array>;
  /** `[configurations]` The median loss of each. */
  tuning: NamedArray<Float64Array>;
  /** `[3, steps + 1]` 10, 50 and 90 % of the losses at each step. */
  curves: NamedArray<Float64Array>;
};

/** A racer and the size of its card. */
export type ReportArguments = {
  racer: RacerDescription;
  /** Names of trials; all by default. */
  landscapes?: string[];
  rates?: number;
  starts?: number;
  steps?: number;
  seed?: number;
};

/** One landscape of the card. */
export type TrialPiece = {
  /** The name of the trial. */
  landscape: string;
  title: string;
  trait: string;
  /** 0 to 1: the powers of ten by which the loss above the minimum shrank, as a share of `digits`, at the best lr. */
  score: number;
  best: BestRate;
  /** Over how many powers of ten of lr the score stays above half its best. */
  width: number;
  diverged: number;
  rates: number[];
  digits: number;
  index: number;
  of: number;
};

/** The best learning rate of a landscape. */
export type BestRate = {
  lr: number | null;
  median: number | null;
  /** The share of starts that reach the full score. */
  solved: number;
};

/** By learning rate. */
export type TrialArrays = {
  /** `[3, rates]` 10, 50 and 90 % of the final losses. */
  bands: NamedArray<Float64Array>;
  /** `[rates]` */
  solved: NamedArray<Float64Array>;
  /** `[rates]` */
  scores: NamedArray<Float64Array>;
};

/** The last piece. */
export type CardAnswer = {
  card: Card;
};

/** The report card, as it is saved. */
export type Card = {
  version: number;
  made_with: string;
  rule: string;
  source: string | null;
  modifiers: string[];
  settings: Record<string, number | string | boolean | null>;
  size: CardSize;
  seed: number;
  score: number;
  landscapes: TrialAnswer[];
  /** The weakest first. */
  weaknesses: TraitAnswer[];
  notices: Notice[];
};

/** What the card was made of. */
export type CardSize = {
  rates: number;
  starts: number;
  steps: number;
};

/** How far a racer got on one landscape. */
export type TrialAnswer = {
  /** The name of the trial. */
  landscape: string;
  title: string;
  trait: string;
  /** 0 to 1: the powers of ten by which the loss above the minimum shrank, as a share of `digits`, at the best lr. */
  score: number;
  best: BestRate;
  /** Over how many powers of ten of lr the score stays above half its best. */
  width: number;
  diverged: number;
  rates: number[];
  digits: number;
};

/** How a racer does on the landscapes of one trait. */
export type TraitAnswer = {
  trait: string;
  score: number;
  sentence: string;
  landscapes: string[];
};

/** A racer and the network that it trains. */
export type EdgeArguments = {
  racer: RacerDescription;
  steps: number;
  seed?: number;
  /** `linear` has matrices; `network` has vectors too, which most rules for matrices cannot take. */
  problem?: "network" | "linear";
  /** Of the matrices of `linear`, 2 to 12. */
  size?: number;
  /** Steps between two measurements of the sharpness. */
  every?: number;
};

/** The training from one step to another; `limit` is 2 / lr, `weights` how many the network has. */
export type EdgePiece = {
  id: string;
  lr: number | null;
  limit: number | null;
  weights: number;
  title: string;
  notices: Notice[];
  from: number;
  to: number;
  stop: StopAnswer | null;
};

/** Along those steps. */
export type EdgeArrays = {
  /** `[steps]` */
  losses: NamedArray<Float64Array>;
  /** `[measured]` After which the sharpness was measured. */
  steps: NamedArray<Int32Array>;
  /** `[measured]` */
  sharpness: NamedArray<Float64Array>;
};

/** Takes the place of any answer. */
export type ErrorAnswer = {
  error: DoorFailure;
};

/** What went wrong. */
export type DoorFailure = {
  /** The name of the error, `typed` for what a typed rule raised, `internal` for a fault of ours. */
  kind: string;
  message: string;
  /** Where it happened in typed code. */
  failure?: TypedFailure;
};

/** What typed code raised. */
export type TypedFailure = {
  kind: "exception" | "syntax" | "missing" | "unrun" | "exit" | "interrupted" | "memory" | "recursion";
  type: string;
  message: string;
  frames: FrameAnswer[];
};

/** Whether a sandbox should be replaced after a run. */
export type Report = {
  /** Names such as `builtins.abs` that typed code had replaced. */
  tampered: string[];
  interrupted: boolean;
};

/** What each method takes and answers. */
export interface Methods {
  /** The tests of a problem, whose inputs are drawn with `seed`. */
  "judge.open": {
    arguments: ProblemArguments;
    answer: Opened;
    arrays: NoArrays;
  };
  /** The case of one test, as bytes. */
  "judge.case": {
    arguments: TestArguments;
    answer: CaseAnswer;
    arrays: NoArrays;
  };
  /** Makes what the verdict of a test needs, and the case of the next, while the submission runs elsewhere. */
  "judge.prepare": {
    arguments: PreparingArguments;
    answer: Prepared;
    arrays: NoArrays;
  };
  /** The verdict on an observation, which comes as bytes. */
  "judge.verdict": {
    arguments: TestArguments;
    answer: Verdict;
    arrays: NoArrays;
  };
  /** The summary, with the recognised mistake. */
  "judge.close": {
    arguments: NoArguments;
    answer: Summary;
    arrays: NoArrays;
  };
  /** A name for what is wrong with the submission that was closed last: some edits more, until it is done. */
  "judge.name": {
    arguments: NamingArguments;
    answer: Named;
    arrays: NoArrays;
  };
  /** The worked examples of a statement whose reference nobody has run yet: that of a pack. */
  "judge.examples": {
    arguments: ExampleArguments;
    answer: Examples;
    arrays: NoArrays;
  };
  /** Everything there is to choose from. It imports every rule: a page that can have it from the server should. */
  "studio.catalogue": {
    arguments: Empty;
    answer: CatalogAnswer;
    arrays: NoArrays;
  };
  /** The file of a built-in rule, which loads as a typed rule. */
  "studio.source": {
    arguments: SourceArguments;
    answer: SourceAnswer;
    arrays: NoArrays;
  };
  /** A typed rule as data, with what should be known about it. */
  "studio.check": {
    arguments: CheckArguments;
    answer: CheckAnswer;
    arrays: NoArrays;
  };
  /** A typed rule as graphs, each held against its source over many steps; or the line that stands in the way. */
  "studio.graphs": {
    arguments: GraphsArguments;
    answer: GraphsAnswer;
    arrays: NoArrays;
  };
  /** The landscape's facts, with `heights` and `levels` where it has two coordinates. */
  "studio.ground": {
    arguments: GridArguments;
    answer: LandscapeAnswer;
    arrays: GridArrays;
  };
  /** Value and gradient at `point`, which has as many coordinates as the landscape. */
  "studio.point": {
    arguments: PointArguments;
    answer: PointAnswer;
    arrays: NoArrays;
  };
  /** The paths of several racers, up to where each run ended. */
  "studio.race": {
    arguments: RaceArguments;
    answer: RaceAnswer;
    arrays: Numbered<PathArrays>;
  };
  /** The stability limit that the racer's rate is above: at the start, else at every minimum, else on its path. */
  "studio.threshold": {
    arguments: ThresholdArguments;
    answer: ThresholdAnswer;
    arrays: NoArrays;
  };
  /** The curves of each racer, up to where its run ended. */
  "studio.measures": {
    arguments: MeasuresArguments;
    answer: MeasuresAnswer;
    arrays: Numbered<MeasuresArrays>;
  };
  /** What the step number `step` did and saw. */
  "studio.look": {
    arguments: InsideArguments;
    answer: InsideAnswer;
    arrays: NoArrays;
  };
  /** The nodes of a racer's rule, modifiers in it, each with its number at step `step` of the race. */
  "studio.nodes": {
    arguments: NodesArguments;
    answer: NodesAnswer;
    arrays: NoArrays;
  };
  /** The final losses for each value of one hyperparameter, from several starts. */
  "studio.curve": {
    arguments: CurveArguments;
    answer: CurveAnswer;
    arrays: CurveArrays;
  };
  /** How many random starts do as well as this one. */
  "studio.luck": {
    arguments: LuckArguments;
    answer: LuckAnswer;
    arrays: LuckArrays;
  };
  /** The run, its losses, and per kept step the matrices and their singular values. */
  "studio.matrix": {
    arguments: MatrixArguments;
    answer: MatrixAnswer;
    arrays: MatrixArrays;
  };
  /** The recall error of each pair at the rate, of those tried, at which the mean over pairs is least. */
  "studio.recall": {
    arguments: RecallArguments;
    answer: RecallAnswer;
    arrays: RecallArrays;
  };
  /** The order by median and a test for each pair. */
  "studio.verdict": {
    arguments: VerdictArguments;
    answer: RankingAnswer;
    arrays: NoArrays;
  };
  /** `{script}`; `BadMessage` for a race that cannot be run. */
  "studio.script": {
    arguments: ScriptArguments;
    answer: ScriptAnswer;
    arrays: NoArrays;
  };
  /** The rule of a racer as a source file; its settings are the defaults in it. `NotExported` where it has none. */
  "studio.export": {
    arguments: RuleFileArguments;
    answer: RuleFileAnswer;
    arrays: NoArrays;
  };
  /** A new job; nothing is computed yet. */
  "studio.job.open": {
    arguments: OpenArguments;
    answer: JobArguments;
    arrays: NoArrays;
  };
  /** The next piece with `done` and `progress`; a job that is done, or that fails, is closed. */
  "studio.job.next": {
    arguments: JobArguments;
    answer: Progress;
    arrays: NoArrays;
  };
  /** Drop a job; one that is not there is closed already. */
  "studio.job.close": {
    arguments: JobArguments;
    answer: Empty;
    arrays: NoArrays;
  };
}

/** What each kind of job takes, and its pieces. */
export interface Jobs {
  /** Final losses over lr and another hyperparameter. */
  plane: {
    arguments: PlaneArguments;
    piece: PlanePiece & Progress;
    last: PlanePiece & Progress;
    arrays: PlaneArrays;
    lastArrays: PlaneArrays;
  };
  /** Which minimum each start of the window reaches; -1 for none. */
  basins: {
    arguments: BasinsArguments;
    piece: BasinsPiece & Progress;
    last: BasinsPiece & Progress;
    arrays: StartsArrays;
    lastArrays: StartsArrays;
  };
  /** After how many steps each start of the window first has a loss at or below `target`; -1 for never. */
  hits: {
    arguments: HitsArguments;
    piece: HitsPiece & Progress;
    last: HitsPiece & Progress;
    arrays: StartsArrays;
    lastArrays: StartsArrays;
  };
  /** One piece per landscape and racer, then the shares by budget. */
  ecdf: {
    arguments: EcdfArguments;
    piece: Either<EcdfPiece, EcdfAnswer> & Progress;
    last: EcdfAnswer & Progress;
    arrays: Either<NoArrays, Numbered<ShareArrays>>;
    lastArrays: Numbered<ShareArrays>;
  };
  /** Pieces while one racer is tuned, then its best configuration raced on fresh starts and noise. */
  fair: {
    arguments: FairArguments;
    piece: Either<TriedPiece, FairAnswer> & Progress;
    last: FairAnswer & Progress;
    arrays: Either<NoArrays, FairArrays>;
    lastArrays: FairArrays;
  };
  /** One piece per landscape, then the card. */
  report: {
    arguments: ReportArguments;
    piece: Either<TrialPiece, CardAnswer> & Progress;
    last: CardAnswer & Progress;
    arrays: Either<TrialArrays, NoArrays>;
    lastArrays: NoArrays;
  };
  /** Pieces of the training: the losses of each step and the sharpness of every few. */
  edge: {
    arguments: EdgeArguments;
    piece: EdgePiece & Progress;
    last: EdgePiece & Progress;
    arrays: EdgeArrays;
    lastArrays: EdgeArrays;
  };
}
