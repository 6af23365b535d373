package io.ecslifeguard.history;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.Immutable;

/** A row of {@code event}, to be read. */
@Entity
@Immutable
@Table(name = "event")
class EventRow extends PanacheEntityBase {

    @Id
    Long seq;

    String key;

    @Column(name = "occurred_at")
    Instant occurredAt;

    @Column(name = "occurred_text")
    String occurredText;

    @Column(name = "enqueued_at")
    Instant enqueuedAt;

    @Column(name = "recorded_at")
    Instant recordedAt;

    String kind;
    String name;
    String detail;
    String level;
    String product;
    String account;
    String region;

    @Column(name = "instance_id")
    String instance;

    @Column(name = "event_id")
    String eventId;

    String envelope;
    String queue;

    @Column(name = "message_id")
    String messageId;

    @Column(name = "dequeue_count")
    int dequeueCount;

    /** As text, since the client would parse a JSON column and print it differently. */
    @Formula("cast(payload as text)")
    String payload;
}
