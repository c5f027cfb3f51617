package io.foresnap.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StorageThreadsTest {

    private final StorageThreads threads = new StorageThreads(1, "test-storage");
    private final CountDownLatch storageAnswers = new CountDownLatch(1);
    private final Semaphore stuck = new Semaphore(0);

    @AfterEach
    void end() {
        storageAnswers.countDown();
        threads.shutdownNow();
    }

    private void getStuck() {
        threads.execute(
                () -> {
                    stuck.release();
                    boolean waits = true;
                    while (waits) {
                        try {
                            storageAnswers.await();
                            waits = false;
                        } catch (InterruptedException deaf) {
                            Thread.onSpinWait();
                        }
                    }
                    threads.cameBack();
                    stuck.release();
                });
        stuck.acquireUninterruptibly();
    }

    private void work() throws Exception {
        FutureTask<Void> task = new FutureTask<>(() -> {}, null);
        threads.execute(task);
        task.get();
    }

    @Test
    void anotherThreadTakesThePlaceOfOneThatIsGivenUp() throws Exception {
        getStuck();
        FutureTask<Void> waiting = new FutureTask<>(() -> {}, null);
        threads.execute(waiting);
        threads.giveUp();

        waiting.get();
        getStuck();
        threads.giveUp();
        work();
        assertThat(threads.most()).isEqualTo(3);
    }

    @Test
    void whatComesBackLeavesAsManyThreadsAsThereWere() throws Exception {
        getStuck();
        threads.giveUp();
        storageAnswers.countDown();
        stuck.acquireUninterruptibly();

        work();
        assertThat(threads.most()).isEqualTo(1);
    }
}
