namespace LtoAutoscope.Instruments.Xl30;

/// <summary>A command that waits for its turn on the line.</summary>
/// <param name="message">What is sent.</param>
/// <param name="timeout">Longest wait for its answer.</param>
/// <param name="isWithdrawn">Whether it must not go out any more; asked at the last moment.</param>
internal sealed class Xl30Request(Xl30Message message, TimeSpan timeout, Func<bool> isWithdrawn)
{
    private readonly TaskCompletionSource<Xl30Message> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Xl30Message Message => message;

    public TimeSpan Timeout => timeout;

    public bool IsWithdrawn => isWithdrawn();

    public bool IsMove => Message.Opcode is Xl30Opcode.MoveXY or Xl30Opcode.MoveZ or Xl30Opcode.MoveRotation or Xl30Opcode.MoveTilt or Xl30Opcode.HomeStage;

    /// <summary>Ends when the bytes are handed over, or when they never will be.</summary>
    public Task Sent => _sent.Task;

    public Task<Xl30Message> Answer => _answer.Task;

    public void MarkSent() => _sent.TrySetResult();

    public void Complete(Xl30Message answer) => _answer.TrySetResult(answer);

    public void Fail(Exception failure)
    {
        _sent.TrySetException(failure);
        _answer.TrySetException(failure);

        // A caller that has left looks at neither.
        _ = _sent.Task.Exception;
        _ = _answer.Task.Exception;
    }

    public void Cancel()
    {
        _sent.TrySetCanceled();
        _answer.TrySetCanceled();
    }
}
