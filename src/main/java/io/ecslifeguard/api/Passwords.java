package io.ecslifeguard.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Who a name and a password are. Bcrypt is slow on purpose, so that a right password is remembered by a digest under a key
 * that this process made up, and a wrong one uses up what its sender's address may still try.
 */
@ApplicationScoped
class Passwords {

    /** Hashed at the same time at most: what a flood of passwords takes of the processors. */
    private static final int THREADS = 2;

    private static final int WAITING = 50;

    private static final int TRIES = 10;
    private static final double TRIES_PER_SECOND = 1 / 6.0;

    private final Map<String, ApiConfig.User> users;
    private final Map<String, byte[]> right = new ConcurrentHashMap<>();
    private final SecretKeySpec key;
    private final Vertx vertx;
    private final Buckets tries;
    private final AtomicInteger pending = new AtomicInteger();
    private WorkerExecutor workers;

    Passwords(ApiConfig config, Vertx vertx, Clock clock) {
        this.users = Map.copyOf(config.users());
        this.vertx = vertx;
        this.tries = new Buckets(TRIES, TRIES_PER_SECOND, clock);
        var bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        this.key = new SecretKeySpec(bytes, "HmacSHA256");
    }

    /** What the user may do; empty where there is no such user, or the password is another. Fails with a Refusal. */
    Uni<Optional<ApiConfig.Role>> check(String address, String name, String password) {
        var user = users.get(name);
        var digest = digest(name, password);
        if (user != null && MessageDigest.isEqual(digest, right.getOrDefault(name, new byte[0]))) {
            return Uni.createFrom().item(Optional.of(user.role()));
        }
        var wait = tries.take(address);
        if (wait.isPresent()) {
            return tooMany("Too many wrong passwords came from this address", wait.get());
        }
        if (pending.incrementAndGet() > WAITING) {
            pending.decrementAndGet();
            return tooMany("Too many passwords wait to be looked at", Duration.ofSeconds(5));
        }
        // what an unknown name takes must not tell that it is none
        var hash = (user == null ? users.values().iterator().next() : user)
                .passwordHash()
                .orElseThrow();
        return Uni.createFrom()
                .completionStage(() -> workers()
                        .executeBlocking(() -> Bcrypt.matches(hash, password), false)
                        .toCompletionStage())
                .onTermination()
                .invoke(pending::decrementAndGet)
                .map(matches -> {
                    if (user == null || !matches) {
                        return Optional.empty();
                    }
                    right.put(name, digest);
                    tries.giveBack(address);
                    return Optional.of(user.role());
                });
    }

    private static <T> Uni<T> tooMany(String what, Duration wait) {
        return Uni.createFrom().failure(Refusal.tooMany(what, wait));
    }

    /** There are none where nobody needs them. */
    private synchronized WorkerExecutor workers() {
        if (workers == null) {
            workers = vertx.createSharedWorkerExecutor("api-passwords", THREADS);
        }
        return workers;
    }

    private byte[] digest(String name, String password) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(name.getBytes(UTF_8));
            mac.update((byte) 0);
            return mac.doFinal(password.getBytes(UTF_8));
        } catch (GeneralSecurityException impossible) {
            // each Java platform has it
            throw new IllegalStateException(impossible);
        }
    }
}
