package io.ecslifeguard.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ecslifeguard.testing.SetClock;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class PasswordsTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String ADDRESS = "192.0.2.1";

    private final TestApiConfig config = TestApiConfig.NONE
            .with("viv", AccessUsers.LOOK, ApiConfig.Role.VIEWER)
            .with("ops", AccessUsers.ACT, ApiConfig.Role.OPERATOR);
    private final SetClock clock = new SetClock();
    private final Passwords passwords = new Passwords(config, VERTX, clock);

    @AfterAll
    static void closeVertx() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void knowsEachByHisPassword() {
        assertThat(check(ADDRESS, "viv", "look")).contains(ApiConfig.Role.VIEWER);
        assertThat(check(ADDRESS, "ops", "act")).contains(ApiConfig.Role.OPERATOR);
        assertThat(check(ADDRESS, "viv", "act")).isEmpty();
        assertThat(check(ADDRESS, "ops", "look")).isEmpty();
        assertThat(check(ADDRESS, "none", "look")).isEmpty();
    }

    @Test
    void makesAnAddressWaitThatSendsWrongPasswords() {
        // Given
        IntStream.range(0, 10)
                .forEach(number ->
                        assertThat(check(ADDRESS, "viv", "guess " + number)).isEmpty());

        // When
        var eleventh = checking(ADDRESS, "viv", "guess 10");

        // Then
        assertThatThrownBy(() -> eleventh.get(60, TimeUnit.SECONDS))
                .hasRootCauseInstanceOf(Refusal.class)
                .rootCause()
                .satisfies(refusal -> {
                    assertThat(((Refusal) refusal).problem().status()).isEqualTo(429);
                    assertThat(((Refusal) refusal).headers()).containsEntry("Retry-After", "6");
                });
        assertThat(check("192.0.2.2", "viv", "look")).as("another address").isPresent();

        // When
        clock.pass(Duration.ofSeconds(6));

        // Then
        assertThat(check(ADDRESS, "viv", "guess 11")).isEmpty();
        assertThat(checking(ADDRESS, "viv", "guess 12")).failsWithin(PATIENCE);
    }

    @Test
    void knowsARightPasswordAgainWhateverElseItsAddressSends() {
        // Given
        var unused = check(ADDRESS, "viv", "look");
        IntStream.range(0, 10)
                .forEach(number ->
                        assertThat(check(ADDRESS, "ops", "guess " + number)).isEmpty());

        // When
        var again = check(ADDRESS, "viv", "look");

        // Then
        assertThat(again).contains(ApiConfig.Role.VIEWER);
        assertThat(checking(ADDRESS, "ops", "act"))
                .as("one it does not know yet")
                .failsWithin(PATIENCE);
    }

    @Test
    void costsTheRightOneNoTry() {
        assertThat(IntStream.range(0, 30)
                        .mapToObj(number ->
                                check(ADDRESS, number % 2 == 0 ? "viv" : "ops", number % 2 == 0 ? "look" : "act")))
                .allSatisfy(role -> assertThat(role).isPresent());
        assertThat(IntStream.range(0, 10).mapToObj(number -> check(ADDRESS, "viv", "guess " + number)))
                .allSatisfy(role -> assertThat(role).isEmpty());
    }

    @Test
    void looksAtPasswordsOffTheEventLoopAndAnswersOnIt() {
        // Given
        var slow = new Passwords(
                TestApiConfig.NONE.with("viv", AccessUsers.LOOK.replace("$05$", "$12$"), ApiConfig.Role.VIEWER),
                VERTX,
                Clock.systemUTC());
        var context = VERTX.getOrCreateContext();
        var order = new CompletableFuture<List<String>>();

        // When
        context.runOnContext(started -> {
            var events = new ArrayList<String>();
            slow.check(ADDRESS, "viv", "look").subscribe().with(answer -> {
                events.add(Context.isOnEventLoopThread() ? "answered on the loop" : "answered elsewhere");
                order.complete(events);
            });
            context.runOnContext(next -> events.add("the loop goes on"));
        });

        // Then
        assertThat(order).succeedsWithin(PATIENCE).isEqualTo(List.of("the loop goes on", "answered on the loop"));
    }

    @Test
    void letsOnlySoManyPasswordsWait() {
        // When
        var all = IntStream.range(0, 200)
                .mapToObj(number -> checking("192.0.2." + number, "viv", "guess " + number))
                .toList();
        all.forEach(one -> one.handle((role, failure) -> null).join());

        // Then
        var refused =
                all.stream().filter(CompletableFuture::isCompletedExceptionally).count();
        assertThat(refused).isPositive().isLessThan(200);
    }

    private Optional<ApiConfig.Role> check(String address, String name, String password) {
        return checking(address, name, password).orTimeout(60, TimeUnit.SECONDS).join();
    }

    private CompletableFuture<Optional<ApiConfig.Role>> checking(String address, String name, String password) {
        return passwords.check(address, name, password).subscribeAsCompletionStage();
    }
}
