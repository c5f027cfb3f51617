package io.foresnap.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.foresnap.BroadcastHarness;
import io.foresnap.guard.ControlCommand.Kind;
import io.foresnap.ranking.Prediction;
import io.foresnap.ranking.PrefetchTask;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GuardFunctionTest {

    private static final Holdout NOBODY = new Holdout(0);

    @RegisterExtension
    private final BroadcastHarness<PrefetchTask, ControlCommand, PrefetchTask> guards =
            new BroadcastHarness<>(GuardFunction.descriptor(), PrefetchTask::table);

    private static PrefetchTask task(String table) {
        return PrefetchTask.listed(Prediction.ofProbability(table, 0, 100, 200, .5), 0);
    }

    private KeyedBroadcastOperatorTestHarness<String, PrefetchTask, ControlCommand, PrefetchTask>
            start(boolean shadow, Holdout holdout, @Nullable OperatorSubtaskState from)
                    throws Exception {
        return guards.start(new GuardFunction(shadow, holdout), from);
    }

    private static List<Verdict> verdicts(KeyedBroadcastOperatorTestHarness<?, ?, ?, ?> harness) {
        return harness.getSideOutput(GuardFunction.VERDICTS).stream()
                .map(record -> record.getValue().verdict())
                .toList();
    }

    private static ControlCommand command(Kind kind) {
        return ControlCommand.of(kind);
    }

    @Test
    void betweenPauseAndResumeNothingPasses() throws Exception {
        var guard = start(false, NOBODY, null);

        guard.processElement(task("before"), 0);
        guard.processBroadcastElement(command(Kind.PAUSE), 0);
        guard.processElement(task("paused"), 0);
        guard.processBroadcastElement(command(Kind.RESUME), 0);
        guard.processElement(task("after"), 0);

        // What waited for a worker is forgotten when the pause begins.
        assertThat(guard.extractOutputValues())
                .containsExactly(task("before"), PrefetchTask.halt(), task("after"));
        assertThat(verdicts(guard)).containsExactly(Verdict.PASSED, Verdict.PAUSED, Verdict.PASSED);
    }

    @Test
    void whatAnOperatorOrderedWaitsForTheEndOfAPauseToo() throws Exception {
        var guard = start(false, NOBODY, null);

        guard.processBroadcastElement(command(Kind.PAUSE), 0);
        guard.processElement(PrefetchTask.ordered("pinned", 0, 1, 2), 0);

        assertThat(guard.extractOutputValues()).containsExactly(PrefetchTask.halt());
    }

    @Test
    void aPauseOutlivesARestart() throws Exception {
        var before = start(false, NOBODY, null);
        before.processBroadcastElement(command(Kind.PAUSE), 0);

        var after = start(false, NOBODY, before.snapshot(1, 1));
        after.processElement(task("t"), 0);

        assertThat(after.extractOutputValues()).isEmpty();
    }

    @Test
    void shadowIsAnOptionThatACommandOverrides() throws Exception {
        var guard = start(true, NOBODY, null);

        guard.processElement(task("a"), 0);
        guard.processBroadcastElement(command(Kind.SHADOW_OFF), 0);
        guard.processElement(task("b"), 0);
        guard.processBroadcastElement(command(Kind.SHADOW_ON), 0);
        guard.processElement(task("c"), 0);

        assertThat(verdicts(guard)).containsExactly(Verdict.SHADOW, Verdict.PASSED, Verdict.SHADOW);
    }

    @Test
    void theEndOfAPauseIsNotTheEndOfTheShadow() throws Exception {
        var guard = start(true, NOBODY, null);

        guard.processBroadcastElement(command(Kind.PAUSE), 0);
        guard.processBroadcastElement(command(Kind.RESUME), 0);
        guard.processElement(task("a"), 0);

        assertThat(verdicts(guard)).containsExactly(Verdict.SHADOW);
    }

    @Test
    void whoIsHeldOutNeverPasses() throws Exception {
        Holdout half = new Holdout(.5);
        var guard = start(false, half, null);

        for (int i = 0; i < 50; i++) {
            guard.processElement(task("t" + i), 0);
        }

        assertThat(guard.extractOutputValues())
                .isNotEmpty()
                .hasSizeLessThan(50)
                .noneMatch(task -> half.contains(task.table(), 0));
        assertThat(verdicts(guard)).containsOnly(Verdict.PASSED, Verdict.HELD_OUT);
    }

    @Test
    void anOrderAboutATableSwitchesNothing() throws Exception {
        var guard = start(false, NOBODY, null);

        guard.processBroadcastElement(ControlCommand.of(Kind.PIN, "t", 0), 0);
        guard.processElement(task("t"), 0);

        assertThat(guard.extractOutputValues()).containsExactly(task("t"));
    }
}
