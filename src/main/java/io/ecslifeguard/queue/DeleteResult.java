package io.ecslifeguard.queue;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * How a batch delete ended, message by message.
 *
 * @param deleted those that will not come back
 * @param leaseLost those whose time was over: somebody else has received or deleted them; nothing is left to do here
 * @param refused those that could not be deleted for another reason and will come back
 * @see <a href="https://www.alibabacloud.com/help/en/mns/developer-reference/batchdeletemessage">BatchDeleteMessage</a>
 */
public record DeleteResult(List<ReceivedMessage> deleted, List<ReceivedMessage> leaseLost, List<Refused> refused) {

    public DeleteResult {
        deleted = List.copyOf(deleted);
        leaseLost = List.copyOf(leaseLost);
        refused = List.copyOf(refused);
    }

    /** A message that was not deleted, with the vendor's error code and words. */
    public record Refused(ReceivedMessage message, String code, String reason) {

        public Refused {
            requireNonNull(message, "message");
            requireNonNull(code, "code");
            requireNonNull(reason, "reason");
        }
    }
}
