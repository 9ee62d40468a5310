package dev.stayflow.delayedtasks;

/**
 * What is told of a run.
 *
 * @param lease under which it is told; the run may have got another since
 */
record Report(Run run, Lease lease) {}
