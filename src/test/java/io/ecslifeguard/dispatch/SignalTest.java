package io.ecslifeguard.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SignalTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        var unused = vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    @Test
    void whoWaitsGoesOnWhereItWaited() throws Exception {
        // Given
        var signal = new Signal();
        var waiting = ((VertxInternal) vertx).createEventLoopContext();
        var telling = ((VertxInternal) vertx).createEventLoopContext();
        var waits = new CompletableFuture<Void>();
        var wentOn = new CompletableFuture<Context>();
        waiting.runOnContext(ignored -> {
            var unused = signal.await(PATIENCE).subscribe().with(raised -> wentOn.complete(Vertx.currentContext()));
            waits.complete(null);
        });
        waits.get(60, TimeUnit.SECONDS);

        // When
        telling.runOnContext(ignored -> signal.raise());

        // Then
        assertThat(wentOn.get(60, TimeUnit.SECONDS)).isSameAs(waiting);
    }

    @Test
    void whoWaitsWithoutAContextGoesOnToo() {
        // Given
        var signal = new Signal();

        // When
        signal.raise();

        // Then
        assertThat(signal.await(PATIENCE).await().atMost(PATIENCE)).isNull();
    }
}
