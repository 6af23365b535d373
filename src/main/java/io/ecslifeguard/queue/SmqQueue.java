package io.ecslifeguard.queue;

import com.aliyun.mns.client.CloudQueue;
import com.aliyun.mns.common.BatchDeleteException;
import com.aliyun.mns.common.ServiceException;
import com.aliyun.mns.model.Message;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;

/** One queue. Unis complete on the Vert.x context of their subscriber and fail with a {@link QueueException}. */
public class SmqQueue {

    /** The most that SMQ takes in one request. */
    public static final int LARGEST_BATCH = 16;

    private final String name;
    private final CloudQueue queue;
    private final SmqCalls calls;
    private final QueueErrors errors;
    private final int pageSize;
    private final Duration waitTime;
    private final Duration callTimeout;

    SmqQueue(String name, CloudQueue queue, SmqCalls calls, QueueErrors errors, QueueConfig config) {
        this.name = name;
        this.queue = queue;
        this.calls = calls;
        this.errors = errors;
        this.pageSize = config.pageSize();
        this.waitTime = config.waitTime();
        this.callTimeout = config.callTimeout();
    }

    /** The queue's name. */
    public String name() {
        return name;
    }

    /**
     * One long poll: up to a page of messages, or none when the wait time is over. Cancelling does not end the poll:
     * what it still receives comes back after the queue's visibility timeout.
     *
     * @see <a href="https://www.alibabacloud.com/help/en/mns/developer-reference/batchreceivemessage">BatchReceiveMessage</a>
     */
    public Uni<List<ReceivedMessage>> receive() {
        return receive(waitTime);
    }

    /** As {@link #receive()}, but an empty queue is answered at once: to see whether it can be polled. */
    public Uni<List<ReceivedMessage>> receiveAtOnce() {
        return receive(Duration.ZERO);
    }

    private Uni<List<ReceivedMessage>> receive(Duration wait) {
        return calls.<List<Message>>call(
                        answer -> queue.asyncBatchPopMessage(pageSize, (int) wait.toSeconds(), answer),
                        wait.plus(callTimeout))
                .map(this::received)
                // an empty queue is answered with an error
                .onFailure(QueueErrors::isEmpty)
                .recoverWithItem(List.of())
                .onFailure()
                .transform(failure -> errors.meaning("mns:ReceiveMessage", failure));
    }

    /**
     * Deletes messages of this queue in one request.
     *
     * @param messages at most {@value #LARGEST_BATCH}
     * @see <a href="https://www.alibabacloud.com/help/en/mns/developer-reference/batchdeletemessage">BatchDeleteMessage</a>
     */
    public Uni<DeleteResult> delete(List<ReceivedMessage> messages) {
        if (messages.size() > LARGEST_BATCH) {
            throw new IllegalArgumentException(
                    "At most " + LARGEST_BATCH + " messages can be deleted in one request, not " + messages.size());
        }
        if (messages.isEmpty()) {
            return Uni.createFrom().item(new DeleteResult(List.of(), List.of(), List.of()));
        }
        var handles = messages.stream().map(ReceivedMessage::receiptHandle).toList();
        return calls.<Void>call(answer -> queue.asyncBatchDeleteMessage(handles, answer), callTimeout)
                .map(ignored -> new DeleteResult(messages, List.of(), List.of()))
                // some, or all, could not be deleted: said of each message
                .onFailure(BatchDeleteException.class)
                .recoverWithItem(failure -> partlyDeleted(messages, (BatchDeleteException) failure))
                .onFailure(SmqQueue::isLeaseLost)
                .recoverWithItem(new DeleteResult(List.of(), messages, List.of()))
                .onFailure()
                .transform(failure -> errors.meaning("mns:DeleteMessage", failure));
    }

    private List<ReceivedMessage> received(List<Message> page) {
        return page == null ? List.of() : page.stream().map(this::received).toList();
    }

    private ReceivedMessage received(Message message) {
        return new ReceivedMessage(
                name,
                message.getMessageId(),
                message.getReceiptHandle(),
                message.getMessageBodyAsRawString() == null ? "" : message.getMessageBodyAsRawString(),
                orNow(message.getEnqueueTime()),
                orNow(message.getNextVisibleTime()),
                message.getDequeueCount() == null ? 1 : message.getDequeueCount());
    }

    private static Instant orNow(Date time) {
        return time == null ? Instant.now() : time.toInstant();
    }

    private static boolean isLeaseLost(Throwable failure) {
        return failure instanceof ServiceException error && QueueErrors.LEASE_LOST.contains(error.getErrorCode());
    }

    private static DeleteResult partlyDeleted(List<ReceivedMessage> messages, BatchDeleteException failure) {
        var deleted = new ArrayList<ReceivedMessage>();
        var leaseLost = new ArrayList<ReceivedMessage>();
        var refused = new ArrayList<DeleteResult.Refused>();
        for (var message : messages) {
            var error = failure.getErrorMessages().get(message.receiptHandle());
            if (error == null) {
                deleted.add(message);
            } else if (QueueErrors.LEASE_LOST.contains(error.getErrorCode())) {
                leaseLost.add(message);
            } else {
                refused.add(new DeleteResult.Refused(
                        message, String.valueOf(error.getErrorCode()), String.valueOf(error.getErrorMessage())));
            }
        }
        return new DeleteResult(deleted, leaseLost, refused);
    }
}
