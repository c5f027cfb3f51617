package io.foresnap.local.demo.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.EnumSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MadeUpWorkloadTest {

    @Test
    void isTheSameForTheSameSeed() {
        assertThat(MadeUpWorkload.of(7)).isEqualTo(MadeUpWorkload.of(7));
        assertThat(MadeUpWorkload.of(7)).isNotEqualTo(MadeUpWorkload.of(8));
    }

    @Test
    void hasEveryKindOfRequesterAndTablesWithSeveralPartitions() {
        Workload workload = MadeUpWorkload.of(7);

        assertThat(workload.tables().stream().map(TableSpec::kind).collect(Collectors.toSet()))
                .isEqualTo(EnumSet.complementOf(EnumSet.of(TableKind.RECORDED)));
        assertThat(workload.tables()).anyMatch(t -> t.partitions() > 1);
        assertThat(workload.tables()).extracting(TableSpec::name).doesNotHaveDuplicates();
        assertThat(workload.requests())
                .isSortedAccordingTo(
                        Comparator.comparingLong(PlannedRequest::atMs)
                                .thenComparing(PlannedRequest::table))
                .allMatch(r -> r.atMs() >= workload.startMs() && r.atMs() < workload.endMs());
    }
}
