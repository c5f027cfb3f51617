package io.foresnap.guard;

import io.foresnap.ranking.PrefetchTask;
import java.io.Serializable;

/**
 * What is switched off now.
 *
 * @param paused nothing is fetched
 * @param shadow nothing is fetched, but it is counted what would have been
 */
public record Switches(boolean paused, boolean shadow) implements Serializable {

    /** The switches after a command; the same ones when it is about something else. */
    Switches after(ControlCommand command) {
        return switch (command.kind()) {
            case PAUSE -> new Switches(true, shadow);
            case RESUME -> new Switches(false, shadow);
            case SHADOW_ON -> new Switches(paused, true);
            case SHADOW_OFF -> new Switches(paused, false);
            case PIN, UNPIN, WARM_UP, CANCEL_WARM_UP -> this;
        };
    }

    /** Whether nothing at all is fetched. */
    boolean stopEverything() {
        return paused || shadow;
    }

    /** The holdout goes last: what is not fetched of anybody measures nothing. */
    Verdict judge(PrefetchTask task, Holdout holdout) {
        if (paused) {
            return Verdict.PAUSED;
        }
        if (shadow) {
            return Verdict.SHADOW;
        }
        return holdout.contains(task.table(), task.partition()) ? Verdict.HELD_OUT : Verdict.PASSED;
    }
}
