package io.foresnap.cli;

import picocli.CommandLine.Option;

/** What becomes of state that a job has no use for. */
final class NonRestoredState {

    @Option(
            names = "--allow-non-restored-state",
            description =
                    "Drop the state of operators that the job no longer has, as when an optional"
                            + " topic was turned off. Otherwise the job does not start.")
    boolean allowed;
}
