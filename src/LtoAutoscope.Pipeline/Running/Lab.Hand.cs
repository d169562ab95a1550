using LtoAutoscope.Imaging.Analysis;
using LtoAutoscope.Acquisition.Running;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Doses;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Instruments.Interlock;
using LtoAutoscope.Pipeline.Control;
using LtoAutoscope.Storage.Doses;

namespace LtoAutoscope.Pipeline.Running;

/// <content>What an operator does with the instrument by hand. Everything passes the interlock, because a lease gives the instrument in no other form.</content>
public sealed partial class Lab
{
    private const int KeptFrames = 4;
    private const double LongestFrameS = 600;
    private static readonly TimeSpan OpticsAge = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim _opticsGate = new(1, 1);
    private (OpticsView View, long At)? _optics;
    private volatile IReadOnlyList<ManualFrame> _handFrames = [];
    private int _handFrameNumber;

    /// <inheritdoc/>
    public IReadOnlyList<ManualFrame> ManualFrames => _handFrames;

    /// <inheritdoc/>
    public async Task<InstrumentDescription?> DescribeInstrumentAsync(CancellationToken cancellationToken)
    {
        if (_link.Microscope is not { } microscope) return null;
        return new InstrumentDescription
        {
            Identity = microscope.Identity, Envelope = microscope.Envelope, Stop = microscope.StopAbility, Capabilities = [.. Capabilities(microscope)],
            Limits = await HandReading.OfAsync(() => microscope.Stage.ReadLimitsAsync(cancellationToken)).ConfigureAwait(false),
        };
    }

    /// <inheritdoc/>
    public async Task<OpticsView?> ReadOpticsAsync(CancellationToken cancellationToken)
    {
        if (_link.Microscope is not { } microscope) return null;
        await _opticsGate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_optics is { } last && _time.GetElapsedTime(last.At) < OpticsAge) return last.View;
            OpticsView view = await HandReading.OpticsAsync(microscope, _time, cancellationToken).ConfigureAwait(false);
            _optics = (view, _time.GetTimestamp());
            return view;
        }
        finally
        {
            _opticsGate.Release();
        }
    }

    /// <inheritdoc/>
    public Task<StagePosition> MoveStageAsync(StageTarget target, string by, CancellationToken cancellationToken)
        => _control.DoAsync(by, "moving the stage", async (microscope, token) => Shown(await microscope.Stage.MoveAsync(HandReading.RequireFinite(target), token).ConfigureAwait(false)), cancellationToken);

    /// <inheritdoc/>
    public Task<StagePosition> JogStageAsync(StageTarget steps, string by, CancellationToken cancellationToken)
        => _control.DoAsync(by, "moving the stage", async (microscope, token) =>
        {
            HandReading.RequireFinite(steps);
            StagePosition here = await microscope.Stage.ReadPositionAsync(token).ConfigureAwait(false);
            var target = new StageTarget(here.XMm + steps.XMm, here.YMm + steps.YMm, here.ZMm + steps.ZMm, here.RotationDeg + steps.RotationDeg, here.TiltDeg + steps.TiltDeg);
            return Shown(await microscope.Stage.MoveAsync(target, token).ConfigureAwait(false));
        }, cancellationToken);

    /// <inheritdoc/>
    public Task<OpticsView> SetBeamAsync(bool on, double? energyKv, string by, CancellationToken cancellationToken)
        => OpticsByHandAsync(by, on ? "switching the beam on" : "switching the beam off", async (microscope, token) =>
        {
            double energy = energyKv ?? await microscope.Column.ReadEnergyKvAsync(token).ConfigureAwait(false);
            if (on && energy <= 0) throw new InputException("no acceleration voltage is set", "energy_kv", "Give one in kV");
            await microscope.Column.SetBeamAsync(on, energy, token).ConfigureAwait(false);
        }, cancellationToken);

    /// <inheritdoc/>
    public Task<OpticsView> SetBlankAsync(bool blanked, string by, CancellationToken cancellationToken)
        => OpticsByHandAsync(by, blanked ? "blanking the beam" : "letting the beam through", (microscope, token) => microscope.Column.SetBlankAsync(blanked, token), cancellationToken);

    /// <inheritdoc/>
    public Task<OpticsView> SetOpticsAsync(OpticsChange change, string by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        if (change == new OpticsChange()) throw new InputException("nothing is to be set", "optics", "Give at least one value");
        return OpticsByHandAsync(by, "setting the optics", (microscope, token) => HandReading.SetAsync(microscope, change, token), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<OpticsView> RunAutomaticAsync(AutomaticProcedure procedure, string by, CancellationToken cancellationToken)
        => OpticsByHandAsync(by, $"running automatic {procedure.ToString().ToLowerInvariant()}", async (microscope, token) =>
        {
            if (procedure == AutomaticProcedure.Signal) await (microscope.Detectors ?? throw Lacks("no remote control of its detectors")).AutoSignalAsync(0, token).ConfigureAwait(false);
            else if (procedure == AutomaticProcedure.Stigmator) await (microscope.Automatic ?? throw Lacks("no automatic procedures")).AutoStigmateAsync(0, token).ConfigureAwait(false);
            else await (microscope.Automatic ?? throw Lacks("no automatic procedures")).AutoFocusAsync(0, token).ConfigureAwait(false);
        }, cancellationToken);

    /// <inheritdoc/>
    public Task<StopReport> ParkByHandAsync(string by, CancellationToken cancellationToken)
        => _control.DoAsync(by, "parking", async (_, token) =>
        {
            InterlockedMicroscope microscope = _link.Microscope ?? throw new InputException("no instrument is connected", "park", "Use the instrument's own panel");
            StopReport report = await microscope.ParkUnlessStoppedAsync(token).ConfigureAwait(false);
            if (report.Faults.Count > 0) LogNotConfirmed(by, report.FaultText);
            return report;
        }, cancellationToken);

    /// <inheritdoc/>
    public Task<ManualFrame> TakeFrameAsync(ScanRequest request, string by, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        HandReading.Require(request, LongestFrameS);
        return _control.DoAsync(by, "taking a frame", async (microscope, token) =>
        {
            ManualFrame frame = await ExposeAsync(microscope, request, by, progress, token).ConfigureAwait(false);
            lock (_asked) _handFrames = [frame, .. _handFrames.Take(KeptFrames - 1)];
            return frame;
        }, cancellationToken);
    }

    private async Task<ManualFrame> ExposeAsync(IMicroscope microscope, ScanRequest request, string by, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        IElectronColumn column = microscope.Column;
        if (await column.ReadBeamAsync(cancellationToken).ConfigureAwait(false) is var beam and not BeamState.On) throw new InputException($"the beam is {beam.ToString().ToLowerInvariant()}", "frame", "Switch the beam on first");
        StagePosition position = await microscope.Stage.ReadPositionAsync(cancellationToken).ConfigureAwait(false);
        double fieldWidthUm = await column.ReadFieldWidthUmAsync(cancellationToken).ConfigureAwait(false);
        double? current = await column.ReadProbeCurrentPaAsync(cancellationToken).ConfigureAwait(false);
        string id = FormattableString.Invariant($"hand-{_time.GetUtcNow():yyyyMMdd-HHmmss}-{Interlocked.Increment(ref _handFrameNumber)}");
        double? dose = DoseBook.DosePerNm2(current, request.DwellUs, fieldWidthUm * 1000 / request.WidthPx);
        string sample = await BookByHandAsync(id, position, fieldWidthUm, request, dose, cancellationToken).ConfigureAwait(false);
        bool wasOpen = await column.ReadBlankAsync(cancellationToken).ConfigureAwait(false) == false;
        GreyImage image;
        try
        {
            if (!wasOpen) await column.SetBlankAsync(false, cancellationToken).ConfigureAwait(false);
            var rows = progress is null ? null : new Rows(progress, request.HeightPx);
            image = await microscope.Scanner.ScanFrameAsync(request, rows, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Also when the scan was cut off: a beam that was blanked does not stay open. After a stop it is blanked already, and the interlock says so.
            if (!wasOpen && !_link.IsStopHeld) await column.SetBlankAsync(true, CancellationToken.None).ConfigureAwait(false);
        }

        var metadata = new FrameMetadata
        {
            FrameId = id, SampleName = sample, WidthPx = image.Width, HeightPx = image.Height, BitsPerPixel = image.BitsPerPixel, PixelSizeNm = fieldWidthUm * 1000 / request.WidthPx, Position = position,
            WorkingDistanceMm = await HandReading.ValueAsync(() => column.ReadWorkingDistanceMmAsync(cancellationToken)).ConfigureAwait(false), ProbeCurrentPa = current, DwellUs = request.DwellUs,
            BeamEnergyKv = await HandReading.ValueAsync(() => column.ReadEnergyKvAsync(cancellationToken)).ConfigureAwait(false),
            FocusScore = FocusScore.Of(image), AcquiredAt = _time.GetUtcNow(), Instrument = $"{microscope.Identity.Model} {microscope.Identity.SerialNumber}".Trim(), IsSimulated = microscope.Identity.IsSimulated,
        };
        return new ManualFrame(metadata, by, image, dose, sample);
    }

    /// <summary>Booked before the beam falls on the place, as a run does it; the sample that lies there, or an empty string.</summary>
    private async Task<string> BookByHandAsync(string id, StagePosition position, double fieldWidthUm, ScanRequest request, double? dose, CancellationToken cancellationToken)
    {
        if (Holder.Stubs.FirstOrDefault(place => double.Hypot(position.XMm - place.XMm, position.YMm - place.YMm) <= place.RadiusMm) is not { } stub) return "";
        if (Loading.Loaded.FirstOrDefault(entry => SameStub(entry.Stub, stub.Name)) is not { } there) return "";
        DoseLedger ledger = await DoseLedger.OpenAsync(_data, there.Sample, _time, cancellationToken).ConfigureAwait(false);
        await using (ledger.ConfigureAwait(false))
        {
            await ledger.BookAsync(
                new DoseEntry(_time.GetUtcNow(), "", id, position.XMm - stub.XMm, position.YMm - stub.YMm, fieldWidthUm, fieldWidthUm * request.HeightPx / request.WidthPx, dose), cancellationToken).ConfigureAwait(false);
        }

        return there.Sample;
    }

    private Task<OpticsView> OpticsByHandAsync(string by, string what, Func<IMicroscope, CancellationToken, Task> work, CancellationToken cancellationToken)
        => _control.DoAsync(by, what, async (microscope, token) =>
        {
            await work(microscope, token).ConfigureAwait(false);
            OpticsView view = await HandReading.OpticsAsync(microscope, _time, token).ConfigureAwait(false);
            await _opticsGate.WaitAsync(token).ConfigureAwait(false);
            _optics = (view, _time.GetTimestamp());
            _opticsGate.Release();
            _board.Update(lab => lab with
            {
                Instrument = lab.Instrument with
                {
                    Beam = view.Beam, Blanked = view.Blanked, EnergyKv = view.EnergyKv, ProbeCurrentPa = view.ProbeCurrentPa, WorkingDistanceMm = view.WorkingDistanceMm,
                },
            });
            return view;
        }, cancellationToken);

    private StagePosition Shown(StagePosition reached)
    {
        _board.Update(lab => lab with { Instrument = lab.Instrument with { Position = reached } });
        return reached;
    }

    private static IEnumerable<InstrumentCapability> Capabilities(InterlockedMicroscope microscope)
    {
        yield return new("stage", true, "Moves pass the interlock; the axes that are motorised have a range above zero.");
        yield return new("beam and lens", true, "Beam, voltage, blanker, working distance, field width and stigmator, each read back.");
        yield return new(InstrumentDescription.ProbeCurrent, false, "The driver reads the probe current and cannot set it.");
        yield return Of(InstrumentDescription.Detectors, microscope.Detectors, "Choice, brightness and contrast of the first channel.", "The driver has no remote control of detectors.");
        yield return Of(InstrumentDescription.Automatic, microscope.Automatic, "Focus and stigmator by the instrument itself.", "The driver offers no automatic procedures.");
        yield return Of(InstrumentDescription.BeamShift, microscope.BeamShift, "The image is shifted electrically.", "The driver offers no electrical image shift.");
        yield return Of("specimen current", microscope.SpecimenCurrent, "The stage does not move while it is on.", "No specimen current monitor is fitted.");
        yield return Of("mains supply", microscope.Mains, "The instrument tells how it is supplied.", "The instrument does not tell how it is supplied.");

        static InstrumentCapability Of(string name, object? part, string offered, string lacking) => new(name, part is not null, part is null ? lacking : offered);
    }

    private static InputException Lacks(string what) => new($"this instrument has {what}", "instrument", "Do it at the instrument's own panel");

    private sealed class Rows(IProgress<double> progress, int height) : IProgress<int>
    {
        public void Report(int value) => progress.Report(Math.Clamp((double)value / height, 0, 1));
    }
}
