package io.foresnap.cluster;

import java.util.List;

/**
 * The state a job begins with.
 *
 * @param savepoint path of a savepoint or checkpoint
 * @param allowNonRestoredState whether state of operators that the job no longer has is dropped;
 *     otherwise Flink refuses
 */
record RestoreFrom(String savepoint, boolean allowNonRestoredState) {

    /** What Flink's refusal holds when state would be dropped. */
    private static final String REFUSED = "allowNonRestoredState";

    private static final String HINT =
            "the savepoint has state of an operator that the job no longer has, as when an optional"
                    + " topic was turned off: turn that on again, or drop the state with"
                    + " --allow-non-restored-state";

    /** Flink's command line. */
    List<String> arguments() {
        return allowNonRestoredState
                ? List.of("--fromSavepoint", savepoint, "--allowNonRestoredState")
                : List.of("--fromSavepoint", savepoint);
    }

    /** Flink's reason as users of these commands understand it. */
    static String explained(String reason) {
        return reason.contains(REFUSED) ? HINT + " (" + reason + ")" : reason;
    }
}
