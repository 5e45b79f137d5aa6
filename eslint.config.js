/** Rules that find faults. Layout is prettier's, types are tsc's, who may import whom tests/js/imports.test.js's. */

import js from "@eslint/js";
import globals from "globals";

const rules = {
  ...js.configs.recommended.rules,
  "array-callback-return": "error",
  eqeqeq: "error",
  "no-duplicate-imports": ["error", { allowSeparateTypeImports: true }],
  "no-eval": "error",
  "no-implied-eval": "error",
  "no-new-func": "error",
  "no-self-compare": "error",
  "no-shadow": ["error", { allow: ["_"] }],
  "no-template-curly-in-string": "error",
  "no-throw-literal": "error",
  "no-unused-expressions": "error",
  "no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
  "no-useless-assignment": "error",
  "no-var": "error",
  "prefer-const": "error",
};

/** What does not exist where a module must not reach the page it runs on. */
const pageless = { document: "off", window: "off", localStorage: "off", sessionStorage: "off", history: "off" };

export default [
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  { files: ["static/js/**/*.js"], languageOptions: { globals: globals.browser }, rules },
  { files: ["static/js/plots/**/*.js", "static/js/python/**/*.js"], languageOptions: { globals: pageless } },
  { files: ["static/js/python/workers/*.js"], languageOptions: { globals: { ...globals.worker, ...pageless } } },
  { files: ["static/js/static-site/service-worker.js"], languageOptions: { globals: globals.serviceworker } },
  { files: ["tests/js/**/*.js", "eslint.config.js"], languageOptions: { globals: globals.node }, rules },
];
