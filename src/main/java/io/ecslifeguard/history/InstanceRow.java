package io.ecslifeguard.history;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.Immutable;

/** A row of {@code instance}, to be read. */
@Entity
@Immutable
@Table(name = "instance")
class InstanceRow extends PanacheEntityBase {

    @Id
    String id;

    String state;

    @Column(name = "state_at")
    Instant stateAt;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "released_at")
    Instant releasedAt;

    @Column(name = "first_seen_at")
    Instant firstSeenAt;

    @Column(name = "last_event_at")
    Instant lastEventAt;

    @Column(name = "described_at")
    Instant describedAt;

    @Column(name = "missing_since")
    Instant missingSince;

    String account;
    String region;
    String zone;
    String name;
    String type;
    String image;

    @Column(name = "charge_type")
    String chargeType;

    @Column(name = "spot_strategy")
    String spotStrategy;

    String vpc;
    String vswitch;

    @Column(name = "private_ips")
    String[] privateIps;

    @Column(name = "public_ips")
    String[] publicIps;

    @Formula("cast(tags as text)")
    String tags;

    String[] locks;
}
