using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.SharkSem;

/// <summary>The scanner of a SharkSEM microscope: one frame at a time, pixels from the data connection.</summary>
internal sealed class SharkSemScanner(SharkSemMicroscope microscope) : IScanner
{
    private readonly SemaphoreSlim _oneScan = new(1, 1);
    private uint _lastFrame;

    public async Task<GreyImage> ScanFrameAsync(ScanRequest request, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        CancellationToken stopped = microscope.StopSignal.Token;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopped, cancellationToken);
        try
        {
            await _oneScan.WaitAsync(either.Token).ConfigureAwait(false);
            try
            {
                return await ScanAsync(request, progress, either.Token).ConfigureAwait(false);
            }
            finally
            {
                _oneScan.Release();
            }
        }
        catch (OperationCanceledException) when (stopped.IsCancellationRequested)
        {
            throw new InstrumentFaultException(Fault.StoppedByOperator, "the scan was cut off");
        }
    }

    private async Task<GreyImage> ScanAsync(ScanRequest request, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        SharkSemSession session = microscope.Session;
        await EnableAsync(session, request, cancellationToken).ConfigureAwait(false);
        uint frame = ++_lastFrame;
        var assembly = new SharkSemFrameAssembly(frame, request.Channel, request.WidthPx, request.HeightPx, request.BitsPerPixel);
        using SharkSemDataChannel.Subscription subscription = session.Data.Subscribe(assembly);
        try
        {
            await StartAsync(session, request, frame, cancellationToken).ConfigureAwait(false);
            await ReceiveAsync(session, subscription, request, progress, cancellationToken).ConfigureAwait(false);
            return assembly.Image;
        }
        finally
        {
            await StopScanAsync(session).ConfigureAwait(false);
        }
    }

    private static async Task EnableAsync(SharkSemSession session, ScanRequest request, CancellationToken cancellationToken)
    {
        if (session.EnabledDepths.TryGetValue(request.Channel, out int depth) && depth == request.BitsPerPixel) return;
        await session.Control.SendAsync(
            "DtEnable", new SharkSemBodyWriter().Int(request.Channel).Int(1).Int(request.BitsPerPixel), cancellationToken).ConfigureAwait(false);
        (int enabled, int? bits) = await session.Control.CallAsync(
            "DtGetEnabled", new SharkSemBodyWriter().Int(request.Channel),
            reader => (reader.Int(), reader.AtEnd ? (int?)null : reader.Int()), cancellationToken).ConfigureAwait(false);
        if (enabled == 0 || bits is { } read && read != request.BitsPerPixel)
            throw new InstrumentFaultException(Fault.SetNotTaken, $"channel {request.Channel} was enabled at {request.BitsPerPixel} bits; it reads back {enabled}, {bits} bits");
        session.EnabledDepths[request.Channel] = request.BitsPerPixel;
    }

    private static async Task StartAsync(SharkSemSession session, ScanRequest request, uint frame, CancellationToken cancellationToken)
    {
        var arguments = new SharkSemBodyWriter().UInt(frame).UInt((uint)request.WidthPx).UInt((uint)request.HeightPx)
            .UInt(0).UInt(0).UInt((uint)request.WidthPx - 1).UInt((uint)request.HeightPx - 1).Int(1);
        if (session.Version.HasDwellArgument) arguments.UInt((uint)Math.Round(request.DwellUs * 1000));
        int result = await session.Control.CallAsync("ScScanXY", arguments, reader => reader.Int(), cancellationToken).ConfigureAwait(false);
        if (result < 0)
        {
            throw new InstrumentFaultException(Fault.CommandRejected, FormattableString.Invariant(
                $"a scan of {request.WidthPx} × {request.HeightPx} pixels at {request.DwellUs:0.###} µs gave {result}"));
        }
    }

    /// <summary>Waits for the frame. A data connection over which nothing comes at all may be dead without anybody telling: it is closed, so that the next scan asks for a new one.</summary>
    private async Task ReceiveAsync(
        SharkSemSession session, SharkSemDataChannel.Subscription subscription, ScanRequest request, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        SharkSemFrameAssembly assembly = subscription.Assembly;
        int most = 0;
        for (long grew = microscope.Time.GetTimestamp(); !assembly.IsComplete;)
        {
            // Only growth counts: pieces that are sent again and again keep no frame alive.
            TimeSpan left = microscope.Settings.FrameStallTimeout - microscope.Time.GetElapsedTime(grew);
            try
            {
                if (left <= TimeSpan.Zero) throw new TimeoutException();
                await subscription.WaitAsync(left, microscope.Time, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException failure)
            {
                if (assembly.IsComplete) break;
                if (assembly.Received > most)
                {
                    (most, grew) = (assembly.Received, microscope.Time.GetTimestamp());
                    continue;
                }

                if (most == 0) await session.Data.DisposeAsync().ConfigureAwait(false);
                throw new InstrumentFaultException(Fault.FrameIncomplete, FormattableString.Invariant(
                    $"{most} of {assembly.Image.Pixels.Length} pixels came, then none for {microscope.Settings.FrameStallTimeout.TotalSeconds:0.#} s"), failure);
            }

            if (assembly.Received is var received && received > most) (most, grew) = (received, microscope.Time.GetTimestamp());
            if (!assembly.IsComplete) progress?.Report(received / request.WidthPx);
        }

        // Also when every piece was there before the first look.
        progress?.Report(request.HeightPx);
    }

    /// <summary>Needed after every scan, single ones too; a link that is gone has no scan to stop.</summary>
    private static async Task StopScanAsync(SharkSemSession session)
    {
        try
        {
            await session.Control.SendAsync("ScStopScan", null, CancellationToken.None).ConfigureAwait(false);
        }
        catch (InstrumentFaultException)
        {
            // The fault of the scan itself is the one to tell.
        }
    }
}
