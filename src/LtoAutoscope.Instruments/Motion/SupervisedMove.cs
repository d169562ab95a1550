using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Motion;

/// <summary>The frame of every stage move: one at a time, ended by a stop, and halted when it was sent and ends in anything but an answer about its end.</summary>
/// <param name="stop">Raised by a stop.</param>
/// <param name="haltBestEffort">Halts the stage without complaint.</param>
/// <remarks>Thread safety: any number of callers; their moves queue.</remarks>
internal sealed class SupervisedMove(StopSignal stop, Func<Task> haltBestEffort)
{
    private readonly SemaphoreSlim _oneMove = new(1, 1);

    /// <summary>Runs a move.</summary>
    /// <param name="move">Does it; calls its first argument just before the move goes out.</param>
    /// <param name="cancellationToken">Ends it; the stage is halted.</param>
    /// <exception cref="InstrumentFaultException"><see cref="Fault.StoppedByOperator"/>, and what the move ends in.</exception>
    public async Task<StagePosition> RunAsync(Func<Action, CancellationToken, Task<StagePosition>> move, CancellationToken cancellationToken)
    {
        CancellationToken stopped = stop.Token;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopped, cancellationToken);
        bool isSent = false;
        try
        {
            await _oneMove.WaitAsync(either.Token).ConfigureAwait(false);
            try
            {
                return await move(() => isSent = true, either.Token).ConfigureAwait(false);
            }
            finally
            {
                _oneMove.Release();
            }
        }
        catch (OperationCanceledException)
        {
            // Also after a stop: the move may have gone out behind it.
            if (isSent) await haltBestEffort().ConfigureAwait(false);
            if (stopped.IsCancellationRequested) throw new InstrumentFaultException(Fault.StoppedByOperator, "the move was halted on its way");
            throw;
        }
        catch (InstrumentFaultException fault) when (isSent && fault.Fault != Fault.StageDidNotArrive)
        {
            // A command whose answer did not come may have been taken all the same.
            await haltBestEffort().ConfigureAwait(false);
            throw;
        }
    }
}
