package io.foresnap.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MetricsTest {

    private final Metrics metrics =
            Metrics.of(
                    """
                    # HELP flink_taskmanager_job_task_operator_foresnap_hits hits
                    flink_taskmanager_job_task_operator_foresnap_hits{subtask_index="0",} 3.0
                    flink_taskmanager_job_task_operator_foresnap_hits{subtask_index="1",} 4.5E1
                    flink_taskmanager_job_task_operator_foresnap_hitsBytes{subtask_index="1",} 99.0
                    """);

    @Test
    void subtasksAreAddedUpOrTheLargestTaken() {
        assertThat(metrics.sum("hits")).isEqualTo(48);
        assertThat(metrics.max("hits")).isEqualTo(45);
    }

    @Test
    void whatThereIsNotIsZero() {
        assertThat(metrics.sum("misses")).isZero();
        assertThat(metrics.max("misses")).isZero();
    }
}
