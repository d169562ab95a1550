using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Lines;

/// <summary>Scans a fresh frame and has the instrument store it: unfreeze, wait until a frame is whole, freeze where the protocol can, store.</summary>
internal sealed class LineFrameTrigger(LineRoles roles, LineSettings settings, TimeProvider time) : IFrameTrigger
{
    public async Task TriggerAsync(ScanRequest request, CancellationToken cancellationToken)
    {
        if (roles.CanSet("unfreeze")) await roles.DoAsync("unfreeze", cancellationToken).ConfigureAwait(false);
        TimeSpan beam = TimeSpan.FromMicroseconds((double)request.WidthPx * request.HeightPx * request.DwellUs);
        await Task.Delay(settings.FrameTime > beam ? settings.FrameTime : beam, time, cancellationToken).ConfigureAwait(false);
        if (roles.CanSet("freeze")) await roles.DoAsync("freeze", cancellationToken).ConfigureAwait(false);
        await roles.DoAsync("store_frame", cancellationToken).ConfigureAwait(false);
    }
}
