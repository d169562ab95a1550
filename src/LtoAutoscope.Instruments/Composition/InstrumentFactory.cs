using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Interlock;
using LtoAutoscope.Instruments.Prior;
using LtoAutoscope.Instruments.SharkSem;
using LtoAutoscope.Instruments.Transports;
using Microsoft.Extensions.Logging;

namespace LtoAutoscope.Instruments.Composition;

/// <summary>Makes an instrument from its configuration.</summary>
public static class InstrumentFactory
{
    /// <summary>Connects all parts and puts them behind the interlock. Nothing is moved and the beam is not touched.</summary>
    /// <param name="configuration">What it is composed of.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="loggerFactory">For the drivers' logs.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="tap">Listens to every connection; null for nobody.</param>
    /// <exception cref="InstrumentFaultException"><see cref="Fault.Unreachable"/> with host and port, or what the first questions met.</exception>
    public static async Task<InterlockedMicroscope> ConnectAsync(
        InstrumentConfiguration configuration, TimeProvider timeProvider, ILoggerFactory loggerFactory, CancellationToken cancellationToken, IWireTap? tap = null)
    {
        IMicroscope microscope = await SharkSemMicroscope.ConnectAsync(configuration.SharkSem, tap ?? IWireTap.None, timeProvider, loggerFactory, cancellationToken).ConfigureAwait(false);
        try
        {
            if (configuration.PriorStage is { } settings)
            {
                PriorStage stage = await PriorStage.ConnectAsync(settings, timeProvider, cancellationToken, tap).ConfigureAwait(false);
                microscope = new ComposedMicroscope(microscope, settings, stage, timeProvider, tap ?? IWireTap.None);
            }

            return new InterlockedMicroscope(microscope, configuration.Envelope, configuration.Park, configuration.Reconnect, timeProvider);
        }
        catch
        {
            await microscope.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
