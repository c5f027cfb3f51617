package io.foresnap.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskManagerScopedTest {

    private final TaskManagerScoped<StringBuilder> scoped = new TaskManagerScoped<>();
    private final List<StringBuilder> closed = new ArrayList<>();

    @Test
    void allUsersShareOneInstanceThatTheLastOneCloses() {
        StringBuilder first = scoped.acquire(StringBuilder::new);
        StringBuilder second = scoped.acquire(StringBuilder::new);

        scoped.release(closed::add);
        List<StringBuilder> closedByFirst = List.copyOf(closed);
        scoped.release(closed::add);

        assertThat(second).isSameAs(first);
        assertThat(closedByFirst).isEmpty();
        assertThat(closed).containsExactly(first);
        assertThat(scoped.current()).isNull();
    }

    @Test
    void afterTheLastOneHasClosedTheNextGetsANewInstance() {
        StringBuilder first = scoped.acquire(StringBuilder::new);
        scoped.release(closed::add);

        StringBuilder second = scoped.acquire(StringBuilder::new);

        assertThat(second).isNotSameAs(first);
        assertThat(scoped.current()).isSameAs(second);
    }

    @Test
    void whatCannotBeMadeHasNoUser() {
        assertThatThrownBy(
                        () ->
                                scoped.acquire(
                                        () -> {
                                            throw new IllegalStateException("no storage");
                                        }))
                .hasMessage("no storage");

        scoped.acquire(StringBuilder::new);
        scoped.release(closed::add);

        assertThat(closed).hasSize(1);
    }
}
