package io.ecslifeguard.decode;

import io.ecslifeguard.event.InstanceId;
import java.util.Optional;

/** Which ECS instance an event is about. */
final class Instances {

    private static final String IN_ARN = ":instance/";
    private static final String USUAL = "i-";

    private Instances() {}

    /** The instance of an ECS event whose resource is an instance, whatever its id looks like. */
    static Optional<InstanceId> required(Told told) throws NotUnderstood {
        var named = told.content().text("instanceId", "resourceId", "ecsInstanceId");
        return named.isPresent() ? named.map(Instances::afterArn).flatMap(InstanceId::parse) : inArn(told);
    }

    /** The instance of any other event, which may be about a disk or about nothing of the kind. */
    static Optional<InstanceId> mentioned(Told told) {
        for (var field : new String[] {"instanceId", "resourceId", "ecsInstanceId"}) {
            var found = told.content()
                    .hint(field)
                    .map(Instances::afterArn)
                    .filter(text -> text.startsWith(USUAL))
                    .flatMap(InstanceId::parse);
            if (found.isPresent()) {
                return found;
            }
        }
        return inArn(told);
    }

    private static Optional<InstanceId> inArn(Told told) {
        return told.resource()
                .filter(arn -> arn.contains(IN_ARN))
                .map(Instances::afterArn)
                .filter(text -> text.startsWith(USUAL))
                .flatMap(InstanceId::parse);
    }

    private static String afterArn(String text) {
        var at = text.indexOf(IN_ARN);
        return at < 0 ? text : text.substring(at + IN_ARN.length());
    }
}
