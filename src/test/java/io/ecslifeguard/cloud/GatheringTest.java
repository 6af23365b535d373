package io.ecslifeguard.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GatheringTest {

    List<Call> calls = new ArrayList<>();
    Gathering<String, String> gathering = new Gathering<>("ECS Test", 3, this::call);

    record Call(Supplier<List<String>> wanted, UniEmitter<? super Map<String, String>> emitter) {

        /** Answers all but what is called lost. */
        void answer() {
            emitter.complete(wanted.get().stream()
                    .filter(key -> !key.equals("lost"))
                    .collect(Collectors.toMap(Function.identity(), key -> key + "!")));
        }
    }

    private Uni<Map<String, String>> call(Supplier<List<String>> wanted) {
        return Uni.createFrom().emitter(emitter -> calls.add(new Call(wanted, emitter)));
    }

    @Test
    void callsAtOnceWhereNothingIsUnderWay() {
        // When
        var asker = ask("a");

        // Then
        assertThat(calls)
                .singleElement()
                .satisfies(call -> assertThat(call.wanted().get()).containsExactly("a"));
        calls.get(0).answer();
        assertThat(asker.assertCompleted().getItem()).isEqualTo(Map.of("a", "a!"));
    }

    @Test
    void whatComesWhileACallIsUnderWayGoesTogether() {
        // Given
        var first = ask("a");
        var second = ask("b");
        var third = ask("c", "b");
        var fourth = ask("d", "e");

        // When
        calls.get(0).answer();
        calls.get(1).answer();
        calls.get(2).answer();

        // Then
        assertThat(calls).hasSize(3);
        assertThat(first.assertCompleted().getItem()).isEqualTo(Map.of("a", "a!"));
        assertThat(second.assertCompleted().getItem()).isEqualTo(Map.of("b", "b!"));
        assertThat(third.assertCompleted().getItem()).isEqualTo(Map.of("c", "c!", "b", "b!"));
        assertThat(fourth.assertCompleted().getItem()).isEqualTo(Map.of("d", "d!", "e", "e!"));
    }

    @Test
    void makesOneCallAtATimeOfNoMoreThanItTakes() {
        // When
        var asker = ask("a", "b", "c", "d");

        // Then
        assertThat(calls).hasSize(1);
        assertThat(calls.get(0).wanted().get()).containsExactly("a", "b", "c");
        calls.get(0).answer();
        assertThat(calls.get(1).wanted().get()).containsExactly("d");
        calls.get(1).answer();
        assertThat(asker.assertCompleted().getItem()).hasSize(4);
    }

    @Test
    void leavesOutWhatHasNoAnswer() {
        // Given
        var asker = ask("lost", "a");

        // When
        calls.get(0).answer();

        // Then
        assertThat(asker.assertCompleted().getItem()).isEqualTo(Map.of("a", "a!"));
    }

    @Test
    void oneBatchesFailureIsNotAnothers() {
        // Given
        var first = ask("a");
        var second = ask("b");

        // When
        calls.get(0).emitter().fail(new IllegalStateException("no"));
        calls.get(1).answer();

        // Then
        assertThat(first.assertFailedWith(IllegalStateException.class).getFailure())
                .hasMessage("no");
        assertThat(second.assertCompleted().getItem()).isEqualTo(Map.of("b", "b!"));
    }

    @Test
    void whoCameFirstMayGoWithoutTheOthers() {
        // Given
        var first = ask("a");
        var second = ask("b");
        var third = ask("c");

        // When
        first.cancel();
        second.cancel();
        calls.get(0).answer();
        calls.get(1).answer();

        // Then
        assertThat(third.assertCompleted().getItem()).isEqualTo(Map.of("c", "c!"));
        assertThat(calls.get(1).wanted().get()).doesNotContain("b");
    }

    @Test
    void whatNobodyWaitsForIsNotAskedFor() {
        // Given
        var first = ask("a");
        var second = ask("b");

        // When
        second.cancel();
        calls.get(0).answer();
        var third = ask("c");

        // Then
        assertThat(first.assertCompleted().getItem()).hasSize(1);
        assertThat(calls).hasSize(2);
        assertThat(calls.get(1).wanted().get()).containsExactly("c");
        third.assertNotTerminated();
    }

    @Test
    void doesNothingBeforeItIsSubscribedTo() {
        // When
        var ask = gathering.ask(List.of("a"));

        // Then
        assertThat(calls).isEmpty();
        assertThat(ask).isNotNull();
    }

    @Test
    void refusesMoreThanMayWaitAndTakesNewOnesWhenSomeAreDone() {
        // Given
        var many = IntStream.range(0, Gathering.MOST_WAITING)
                .mapToObj(Integer::toString)
                .toList();
        var waiting = gathering.ask(many).subscribe().withSubscriber(UniAssertSubscriber.create());

        // When
        var refused = ask("a");
        waiting.cancel();
        var taken = ask("b");

        // Then
        assertThat(refused.assertFailed().getFailure())
                .isInstanceOfSatisfying(
                        CloudException.class,
                        failure -> assertThat(failure.meaning()).isEqualTo(Meaning.OVERLOADED));
        taken.assertNotTerminated();
    }

    @Test
    void askingForNothingCallsNobody() {
        // When
        var asker = ask();

        // Then
        assertThat(asker.assertCompleted().getItem()).isEmpty();
        assertThat(calls).isEmpty();
    }

    @Test
    void everyOneCompletesOnItsOwnContext() throws Exception {
        // Given
        var vertx = Vertx.vertx();
        try {
            var one = vertx.getOrCreateContext();
            var another = ((ContextInternal) one).duplicate();
            var first = ask("x");
            var ofOne = askOn(one);
            var ofAnother = askOn(another);

            // When
            calls.get(0).answer();
            org.awaitility.Awaitility.await().until(() -> calls.size() == 2);
            calls.get(1).answer();

            // Then
            first.assertCompleted();
            assertThat(ofOne.get(60, TimeUnit.SECONDS)).isSameAs(one);
            assertThat(ofAnother.get(60, TimeUnit.SECONDS)).isSameAs(another);
            assertThat(one).isNotSameAs(another);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void aCallThatCannotBeMadeFailsItsAskers() {
        // Given
        var broken = new Gathering<String, String>("ECS Test", 3, wanted -> {
            throw new IllegalStateException("no");
        });

        // When
        var ask = broken.ask(List.of("a"));

        // Then
        assertThatThrownBy(() -> EcsTest.get(ask)).hasMessage("no");
    }

    private CompletableFuture<Context> askOn(Context context) throws Exception {
        var completed = new CompletableFuture<Context>();
        var asked = new CompletableFuture<Void>();
        context.runOnContext(ignored -> {
            var unused = gathering
                    .ask(List.of("k"))
                    .subscribe()
                    .with(item -> completed.complete(Vertx.currentContext()), completed::completeExceptionally);
            asked.complete(null);
        });
        asked.get(60, TimeUnit.SECONDS);
        return completed;
    }

    private UniAssertSubscriber<Map<String, String>> ask(String... keys) {
        return gathering.ask(List.of(keys)).subscribe().withSubscriber(UniAssertSubscriber.create());
    }
}
