using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Prior;
using LtoAutoscope.Instruments.Transports;

namespace LtoAutoscope.Instruments.Composition;

/// <summary>A microscope with a stage of another make. The microscope's own stage is never moved; a stop halts both.</summary>
internal sealed class ComposedMicroscope(IMicroscope microscope, PriorSettings settings, PriorStage stage, TimeProvider time, IWireTap tap) : IMicroscope, IReconnectable
{
    private readonly ExchangeableStage _stage = new(stage);

    public InstrumentIdentity Identity => microscope.Identity;

    public IStage Stage => _stage;

    public IElectronColumn Column => microscope.Column;

    public IScanner Scanner => microscope.Scanner;

    public IVacuumSystem Vacuum => microscope.Vacuum;

    public async Task<StopReport> StopAsync(CancellationToken cancellationToken)
    {
        long called = time.GetTimestamp();
        // The column first: a wedged serial port may hold its writer for seconds, and the beam must not wait for that.
        Task<StopReport> stopping = microscope.StopAsync(cancellationToken);
        Task<string> halt = HaltAsync(cancellationToken);
        StopReport column = await stopping.ConfigureAwait(false);
        string detail = await halt.ConfigureAwait(false);
        if (detail.Length > 0) return column with { Sent = false, HaltConfirmed = null, Detail = detail };
        bool? halted = await _stage.ReadMotionAsync(cancellationToken).ConfigureAwait(false) switch
        {
            StageMotion.Idle => true,
            StageMotion.Moving => false,
            _ => null,
        };
        TimeSpan sentAfter = time.GetElapsedTime(called);
        return column with { HaltConfirmed = halted, SentAfter = sentAfter < column.SentAfter ? column.SentAfter : sentAfter };
    }

    public Task<StopReport> ParkAsync(CancellationToken cancellationToken) => StopAsync(cancellationToken);

    public async Task ReconnectAsync(CancellationToken cancellationToken)
    {
        await _stage.Current.DisposeAsync().ConfigureAwait(false);
        if (microscope is IReconnectable link) await link.ReconnectAsync(cancellationToken).ConfigureAwait(false);
        _stage.Current = await PriorStage.ConnectAsync(settings, time, cancellationToken, tap).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await _stage.Current.DisposeAsync().ConfigureAwait(false);
        await microscope.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<string> HaltAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _stage.HaltAsync(cancellationToken).ConfigureAwait(false);
            return "";
        }
        catch (InstrumentFaultException fault)
        {
            return fault.Detail;
        }
    }
}
