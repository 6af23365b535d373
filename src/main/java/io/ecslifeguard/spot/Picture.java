package io.ecslifeguard.spot;

import io.ecslifeguard.cloud.BackendGroup;
import io.ecslifeguard.cloud.LoadBalancerId;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The groups of the region, or the configured ones, as far as they could be read.
 *
 * @param unread what could not be read, or has not been yet, each with the reason
 * @param missing configured groups that do not exist
 * @param hidden load balancers whose default group this service may not read
 */
record Picture(List<Members> groups, List<String> unread, List<String> missing, List<LoadBalancerId> hidden) {

    Picture {
        groups = List.copyOf(groups);
        unread = List.copyOf(unread);
        missing = List.copyOf(missing);
        hidden = List.copyOf(hidden);
    }

    /** The groups that the instance is in. */
    List<Membership> of(Sought sought, Instant now) {
        return groups.stream()
                .map(members -> Membership.found(members.group(), members.loadBalancer(), sought.among(members), now))
                .filter(membership -> !membership.backends().isEmpty())
                .toList();
    }

    /** The groups that it shows the instance in, and their load balancers' VPCs. */
    List<BackendGroup> with(Sought sought) {
        return groups.stream()
                .filter(members -> !sought.among(members).isEmpty())
                .map(Members::backendGroup)
                .toList();
    }

    boolean isComplete() {
        return unread.isEmpty();
    }

    /** As long as its network interfaces are not known, the instance may be anywhere by one of these. */
    Picture asFarAsKnown(Evacuation evacuation) {
        var unseen = evacuation.undescribed().stream()
                .map(why -> "groups that know it by a network interface only, since " + why);
        return new Picture(groups, Stream.concat(unread.stream(), unseen).toList(), missing, hidden);
    }

    /** One picture of these parts. */
    static Picture of(List<Picture> parts) {
        return new Picture(
                parts.stream().flatMap(part -> part.groups().stream()).toList(),
                parts.stream().flatMap(part -> part.unread().stream()).toList(),
                parts.stream().flatMap(part -> part.missing().stream()).toList(),
                parts.stream().flatMap(part -> part.hidden().stream()).toList());
    }

    /** The groups that the replacement was put in and is not in. */
    List<Membership> without(Evacuation evacuation) {
        return evacuation.memberships().stream()
                .filter(Membership::attached)
                .filter(membership -> groups.stream()
                        .filter(members -> members.isOf(membership))
                        .anyMatch(members -> members.backends().stream()
                                .noneMatch(backend -> evacuation.replacement().isServer(backend.serverId()))))
                .toList();
    }

    /** What the operator should know about it besides: a sentence for each, with a space before it; empty for nothing. */
    String remarks() {
        var remarks = new StringBuilder();
        if (!missing.isEmpty()) {
            remarks.append(" Of lifeguard.spot.server-groups (LIFEGUARD_SPOT_SERVER_GROUPS), ")
                    .append(String.join(", ", missing))
                    .append(missing.size() == 1 ? " does" : " do")
                    .append(" not exist: check the ids and lifeguard.cloud.region.");
        }
        if (!hidden.isEmpty()) {
            remarks.append(
                            " Not looked at, because slb:DescribeLoadBalancerAttribute is not granted: the default group of ")
                    .append(hidden.stream().map(LoadBalancerId::value).collect(Collectors.joining(", ")))
                    .append(".");
        }
        return remarks.toString();
    }
}
