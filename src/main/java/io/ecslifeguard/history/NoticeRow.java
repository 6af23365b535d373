package io.ecslifeguard.history;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** A row of {@code told_notice}, to be read. */
@Entity
@Immutable
@Table(name = "told_notice")
class NoticeRow extends PanacheEntityBase {

    @Id
    Long id;

    String kind;

    @Column(name = "instance_id")
    String instance;

    @Column(name = "reaction_id")
    Long reaction;

    String text;

    @Column(name = "created_at")
    Instant createdAt;

    /** A JSON array, or null where no destination is to hear of it. */
    String deliveries;
}
