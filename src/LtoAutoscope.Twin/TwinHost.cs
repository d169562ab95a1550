using LtoAutoscope.Domain;
using LtoAutoscope.Twin.Servers;
using LtoAutoscope.Twin.Worlds;
using Microsoft.Extensions.Logging;

namespace LtoAutoscope.Twin;

/// <summary>A running twin: one microscope in software and the servers that speak for it.</summary>
public sealed class TwinHost : IAsyncDisposable
{
    private readonly IAsyncDisposable? _prior;

    private TwinHost(TwinMicroscope microscope, SharkSemServer sharkSem, IAsyncDisposable? prior, TwinEndpoints endpoints)
        => (Microscope, SharkSem, _prior, Endpoints) = (microscope, sharkSem, prior, endpoints);

    /// <summary>The microscope.</summary>
    public TwinMicroscope Microscope { get; }

    /// <summary>Its SharkSEM server.</summary>
    public SharkSemServer SharkSem { get; }

    /// <summary>Where it can be reached.</summary>
    public TwinEndpoints Endpoints { get; }

    /// <summary>Starts the microscope and its servers; they listen when it returns.</summary>
    /// <param name="options">Ports and physics.</param>
    /// <param name="world">What lies under the beam; has to bear calls from several threads.</param>
    /// <param name="timeProvider">The wall clock.</param>
    /// <param name="loggerFactory">For logs.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InputException">A port is in use, or a pseudo-terminal was asked for where there is none.</exception>
    public static async Task<TwinHost> StartAsync(
        TwinOptions options, ISampleWorld world, TimeProvider timeProvider, ILoggerFactory loggerFactory, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var microscope = new TwinMicroscope(options, world, timeProvider);
        SharkSemServer sharkSem = SharkSemServer.Start(microscope, options, loggerFactory);
        try
        {
            PriorServer? prior = null;
            string? priorPath = null;
            if (options.PriorPty)
            {
                if (!OperatingSystem.IsLinux())
                    throw new InputException("pseudo-terminals are to be had on Linux only", "prior_pty", "Leave the Prior server off, or run the twin on Linux");
                prior = PriorServer.Start(microscope, loggerFactory);
                priorPath = prior.Path;
            }

            return new TwinHost(microscope, sharkSem, prior, new TwinEndpoints($"127.0.0.1:{sharkSem.Port}", priorPath));
        }
        catch
        {
            await sharkSem.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await SharkSem.DisposeAsync().ConfigureAwait(false);
        if (_prior is not null) await _prior.DisposeAsync().ConfigureAwait(false);
    }
}
