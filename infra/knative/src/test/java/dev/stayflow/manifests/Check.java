package dev.stayflow.manifests;

/** One concern; it looks at all objects that would be applied together. */
@FunctionalInterface
interface Check {
  void check(Rendering rendering, Findings findings);
}
