using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Lines;

/// <summary>Scans a fresh frame and has the instrument store it: unfreeze, wait until a frame is whole, freeze where the protocol can, store. A stop ends it.</summary>
internal sealed class LineFrameTrigger(LineInstrument instrument, LineRoles roles, LineSettings settings, TimeProvider time) : IFrameTrigger
{
    public async Task TriggerAsync(ScanRequest request, CancellationToken cancellationToken)
    {
        CancellationToken stopped = instrument.StopSignal.Token;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopped, cancellationToken);
        try
        {
            if (roles.CanSet("unfreeze")) await roles.DoAsync("unfreeze", either.Token).ConfigureAwait(false);
            TimeSpan beam = TimeSpan.FromMicroseconds((double)request.WidthPx * request.HeightPx * request.DwellUs);
            await Task.Delay(settings.FrameTime > beam ? settings.FrameTime : beam, time, either.Token).ConfigureAwait(false);
            if (roles.CanSet("freeze")) await roles.DoAsync("freeze", either.Token).ConfigureAwait(false);
            await roles.DoAsync("store_frame", either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopped.IsCancellationRequested)
        {
            throw new InstrumentFaultException(Fault.StoppedByOperator, "the frame was given up on its way");
        }
    }
}
