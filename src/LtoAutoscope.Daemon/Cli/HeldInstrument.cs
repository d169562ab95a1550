using LtoAutoscope.Imaging.Formats;
using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Instruments.Interlock;
using LtoAutoscope.Instruments.Transports;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Daemon.Cli;

/// <summary>A connected instrument with the lock of its ports, so that no daemon works with it at the same time.</summary>
internal sealed class HeldInstrument : IAsyncDisposable
{
    private readonly InstrumentLock _lock;

    private HeldInstrument(InterlockedMicroscope microscope, InstrumentLock held) => (Microscope, _lock) = (microscope, held);

    public InterlockedMicroscope Microscope { get; }

    /// <summary>Takes the lock and connects; nothing is moved and the beam is not touched.</summary>
    /// <param name="configuration">The instrument.</param>
    /// <param name="verb">Who asks.</param>
    /// <param name="tap">Listens to the wire.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<HeldInstrument> ConnectAsync(InstrumentConfiguration configuration, string verb, IWireTap tap, CancellationToken cancellationToken)
    {
        InstrumentLock held = await InstrumentLock.TakeAsync(configuration, verb, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        try
        {
            return new HeldInstrument(await InstrumentFactory.ConnectAsync(configuration, TimeProvider.System, NullLoggerFactory.Instance, cancellationToken, tap, new ImageFileReader()).ConfigureAwait(false), held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Microscope.DisposeAsync().ConfigureAwait(false);
        _lock.Dispose();
    }
}
