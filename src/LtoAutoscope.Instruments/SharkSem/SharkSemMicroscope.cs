using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Motion;
using LtoAutoscope.Instruments.Transports;
using Microsoft.Extensions.Logging;

namespace LtoAutoscope.Instruments.SharkSem;

/// <summary>
/// A TESCAN microscope over SharkSEM, without an interlock: what a person or a run gets is always wrapped in
/// <see cref="Interlock.InterlockedMicroscope"/>.
/// </summary>
/// <remarks>Thread safety: all members; commands queue on one connection, stop has its own.</remarks>
public sealed class SharkSemMicroscope : IMicroscope, IInstrumentConnection
{
    private readonly ILogger _logger;
    private readonly IWireTap _tap;
    private readonly SharkSemColumn _column;
    private readonly SharkSemStop _stop;
    private SharkSemSession _session;
    private bool? _guiWasScanning;

    private SharkSemMicroscope(SharkSemSession session, SharkSemSettings settings, IWireTap tap, TimeProvider time, ILogger logger)
    {
        (_session, Settings, _tap, Time, _logger) = (session, settings, tap, time, logger);
        _guiWasScanning = session.GuiWasScanning;
        _stop = new SharkSemStop(this, logger);
        _column = new SharkSemColumn(this);
        Stage = new SharkSemStage(this);
        Scanner = new SharkSemScanner(this);
        Vacuum = new SharkSemVacuum(this);
        Detectors = new SharkSemDetectors(this);
        Automatic = new SharkSemAutomatic(this, _column);
        BeamShift = new SharkSemBeamShift(this);
        Mains = new SharkSemMains(this);
    }

    /// <inheritdoc/>
    public string Name => $"{Settings.Host}:{Settings.Port}";

    /// <inheritdoc cref="IMicroscope.Identity"/>
    public InstrumentIdentity Identity => Session.Identity;

    /// <inheritdoc cref="IMicroscope.Stage"/>
    public IStage Stage { get; }

    /// <inheritdoc cref="IMicroscope.Column"/>
    public IElectronColumn Column => _column;

    /// <inheritdoc cref="IMicroscope.Scanner"/>
    public IScanner Scanner { get; }

    /// <inheritdoc cref="IMicroscope.Vacuum"/>
    public IVacuumSystem Vacuum { get; }

    /// <inheritdoc cref="IMicroscope.Detectors"/>
    public IDetectors Detectors { get; }

    /// <inheritdoc cref="IMicroscope.Automatic"/>
    public IAutomaticFunctions Automatic { get; }

    /// <inheritdoc cref="IMicroscope.BeamShift"/>
    public IBeamShift BeamShift { get; }

    /// <inheritdoc cref="IMicroscope.Mains"/>
    public IMainsSupply Mains { get; }

    /// <summary>A stop ends a move, waits for nothing, and has a connection of its own unless the server grants only one.</summary>
    public StopAbility StopAbility => new(true, TimeSpan.Zero, Session.Stop is not null);

    internal SharkSemSettings Settings { get; }

    internal TimeProvider Time { get; }

    internal StopSignal StopSignal { get; } = new();

    internal SharkSemSession Session => Volatile.Read(ref _session);

    /// <summary>Connects to a server without anybody listening.</summary>
    /// <inheritdoc cref="ConnectAsync(SharkSemSettings, IWireTap, TimeProvider, ILoggerFactory, CancellationToken)"/>
    public static Task<SharkSemMicroscope> ConnectAsync(
        SharkSemSettings settings, TimeProvider timeProvider, ILoggerFactory loggerFactory, CancellationToken cancellationToken)
        => ConnectAsync(settings, IWireTap.None, timeProvider, loggerFactory, cancellationToken);

    /// <summary>Connects to a server.</summary>
    /// <param name="settings">Where, and how patiently.</param>
    /// <param name="tap">Listens to the connections <c>control</c>, <c>stop</c> and <c>data</c>; it must never hold up a write.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="loggerFactory">For logs.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InstrumentFaultException"><see cref="Fault.Unreachable"/> and what the first questions can meet.</exception>
    public static async Task<SharkSemMicroscope> ConnectAsync(
        SharkSemSettings settings, IWireTap tap, TimeProvider timeProvider, ILoggerFactory loggerFactory, CancellationToken cancellationToken)
    {
        ILogger logger = loggerFactory.CreateLogger<SharkSemMicroscope>();
        SharkSemSession session = await SharkSemSession.ConnectAsync(settings, tap, timeProvider, logger, cancellationToken).ConfigureAwait(false);
        return new SharkSemMicroscope(session, settings, tap, timeProvider, logger);
    }

    /// <inheritdoc/>
    /// <exception cref="InstrumentFaultException">
    /// <see cref="Fault.Unreachable"/>; <see cref="Fault.ServerRestarted"/> once, when the connection stands again but the stage has lost its reference or a value reads
    /// back otherwise than it was left.
    /// </exception>
    public async Task ReconnectAsync(CancellationToken cancellationToken)
    {
        SharkSemSession old = Session;
        await old.DisposeAsync().ConfigureAwait(false);
        SharkSemSession session = await SharkSemSession.ConnectAsync(Settings, _tap, Time, _logger, cancellationToken).ConfigureAwait(false);
        Volatile.Write(ref _session, session);
        _guiWasScanning ??= session.GuiWasScanning;
        string? difference = old.StageWasCalibrated == true && session.StageWasCalibrated == false
            ? "the stage has lost its reference"
            : await _column.FindChangeAsync(cancellationToken).ConfigureAwait(false);
        if (difference is not null) throw new InstrumentFaultException(Fault.ServerRestarted, $"{Name} is connected again, and {difference}");
    }

    /// <inheritdoc cref="IMicroscope.StopAsync"/>
    public Task<StopReport> StopAsync(CancellationToken cancellationToken) => _stop.StopAsync(cancellationToken);

    /// <summary>Without an interlock there is no safe position: stops only.</summary>
    public Task<StopReport> ParkAsync(CancellationToken cancellationToken) => StopAsync(cancellationToken);

    /// <summary>Sets the probe current, pA; where the server has no currents (before 2.0.19), see <see cref="SetBeamIntensityAsync"/>.</summary>
    /// <exception cref="InstrumentFaultException"><see cref="Fault.NotSupported"/>, <see cref="Fault.SetNotTaken"/> and link faults.</exception>
    public Task SetProbeCurrentPaAsync(double probeCurrentPa, CancellationToken cancellationToken) => _column.SetProbeCurrentPaAsync(probeCurrentPa, cancellationToken);

    /// <summary>Sets the beam intensity, 1…20; 1 gives the <em>highest</em> current.</summary>
    /// <exception cref="InstrumentFaultException"><see cref="Fault.SetNotTaken"/> and link faults.</exception>
    public Task SetBeamIntensityAsync(double intensity, CancellationToken cancellationToken) => _column.SetBeamIntensityAsync(intensity, cancellationToken);

    /// <summary>Scan rotation, degrees.</summary>
    /// <exception cref="InstrumentFaultException"><see cref="Fault.NotSupported"/> and link faults.</exception>
    public Task<double> ReadScanRotationDegAsync(CancellationToken cancellationToken) => _column.ReadScanRotationDegAsync(cancellationToken);

    /// <summary>Sets the scan rotation, degrees.</summary>
    /// <exception cref="InstrumentFaultException"><see cref="Fault.NotSupported"/>, <see cref="Fault.SetNotTaken"/> and link faults.</exception>
    public Task SetScanRotationDegAsync(double rotationDeg, CancellationToken cancellationToken) => _column.SetScanRotationDegAsync(rotationDeg, cancellationToken);

    /// <summary>Gives the microscope's own window its live scan back where it had one, and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_guiWasScanning == true)
        {
            try
            {
                await Session.Control.SendUrgentAsync(SharkSemMessage.Encode("GUISetScanning", 0, SharkSemFlags.None, new SharkSemBodyWriter().Int(1).ToArray())).ConfigureAwait(false);
            }
            catch (InstrumentFaultException fault)
            {
                _logger.LogDebug("The live scan was not given back: {Reason}", fault.Detail);
            }
        }

        await Session.DisposeAsync().ConfigureAwait(false);
    }

    internal Task HaltAsync(CancellationToken cancellationToken) => _stop.HaltAsync(cancellationToken);

    internal Task HaltBestEffortAsync() => _stop.SendBestEffortAsync(SharkSemStop.Order.Halt);

    internal Task BlankBestEffortAsync() => _stop.SendBestEffortAsync(SharkSemStop.Order.Blank);

    internal Task StopHighVoltageBestEffortAsync() => _stop.SendBestEffortAsync(SharkSemStop.Order.HighVoltage);
}
