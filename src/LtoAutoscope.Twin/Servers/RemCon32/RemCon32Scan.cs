using LtoAutoscope.Twin.Column;
using LtoAutoscope.Twin.Worlds;
using static LtoAutoscope.Twin.Servers.RemCon32.RemCon32Command;

namespace LtoAutoscope.Twin.Servers.RemCon32;

/// <summary>Scan and pictures of the twin by RemCon32's verbs. Pixels never go over the line: <c>FREC</c> writes a file.</summary>
/// <param name="microscope">The microscope.</param>
/// <param name="frames">Takes the files.</param>
/// <param name="options">Manners.</param>
/// <remarks>Thread safety: all members.</remarks>
internal sealed class RemCon32Scan(TwinMicroscope microscope, PhotoFolder frames, RemCon32Options options)
{
    private const int WidthPx = 1024;
    private const int HeightPx = 768;
    private const int BitsPerPixel = 8;
    private const double SlowestPollSeconds = 0.05;
    private readonly Lock _state = new();
    private (ViewRequest View, byte[] Tag)? _frozen;
    private double _frameBegan;
    private int _lines = 1;
    private bool _isScanning;

    private ScanSettings Scan => microscope.Column.Scan;

    public void AddTo(Dictionary<string, RemCon32Command> commands)
    {
        commands["RAT?"] = Ask(() => Text(Scan.Rate));
        commands["RATE"] = Set(1, request => Begin(() => Scan.Rate = request.Whole(0, 0, 15)));
        commands["SRO?"] = Ask(() => Text(Scan.RotationDeg));
        commands["SRO"] = Set(1, request => Scan.RotationDeg = request.Number(0, 0, 360));
        commands["SRON"] = Set(1, request => Scan.IsRotationOn = request.Flag(0));
        commands["SPOT"] = Set(2, request => SetMode(request.Whole(0, 0, WidthPx - 1) >= 0 && request.Whole(1, 0, HeightPx - 1) >= 0 ? "spot" : ""));
        commands["LPR"] = Set(1, request => SetMode(request.Whole(0, 0, HeightPx - 1) >= 0 ? "line" : ""));
        commands["NORM"] = Set(0, _ => SetMode("normal"));
        commands["FREZ"] = Set(0, _ => Freeze());
        // Pixel averaging on; one client gives no number.
        commands["PXNR"] = new RemCon32Command(0, 1, (request, _) =>
        {
            Begin(() => Integrate(frames: 1, lines: request.Arguments.Count == 0 ? 1 : request.Whole(0, 0, 256)));
            return ValueTask.FromResult("");
        });
        commands["FINT"] = Set(1, request => Begin(() => Integrate(request.Whole(0, 1, 256), 1)));
        commands["LINT"] = Set(1, request => Begin(() => Integrate(1, request.Whole(0, 1, 256))));
        commands["INT?"] = Ask(() => Text(microscope.Clock.Now >= FrameEnd));
        commands["FREC"] = new RemCon32Command(0, 0, StoreAsync);
        commands["PHN?"] = Ask(() => Text(frames.NextNumber));
        commands["EXS?"] = Ask(() => Text(Scan.IsExternal));
        commands["EDX"] = Set(1, request => Scan.IsExternal = request.Flag(0), options.ExternalScanSeconds);
    }

    /// <summary>Dwell time, µs: doubles with each step of the scan rate, about 1 µs at rate 5.</summary>
    private double DwellUs
    {
        get { lock (_state) return 0.03 * Math.Pow(2, Scan.Rate) * _lines; }
    }

    private double FrameSeconds => DwellUs * 1e-6 * WidthPx * HeightPx * Scan.FrameIntegration;

    private double FrameEnd
    {
        get { lock (_state) return _frameBegan + FrameSeconds; }
    }

    private void Begin(Action change)
    {
        change();
        lock (_state) _frameBegan = microscope.Clock.Now;
    }

    private void Integrate(int frames, int lines)
    {
        Scan.FrameIntegration = frames;
        lock (_state) _lines = Math.Max(1, lines);
    }

    private void SetMode(string mode)
    {
        Begin(() => Scan.Mode = mode);
        lock (_state) _frozen = null;
        Scan.IsFrozen = false;
    }

    /// <summary>Toggles. What the frozen picture shows is what lay under the beam then.</summary>
    private void Freeze()
    {
        lock (_state)
        {
            _frozen = Scan.IsFrozen ? null : (View(), Tag());
            Scan.IsFrozen = _frozen is not null;
            if (_frozen is null) _frameBegan = microscope.Clock.Now;
        }
    }

    private byte[] Tag() => SmartSemTag.Of(microscope.Column, WidthPx, HeightPx, DwellUs);

    private ViewRequest View() => microscope.View(new ScanArea(WidthPx, HeightPx, 0, 0, WidthPx - 1, HeightPx - 1), BitsPerPixel, DwellUs);

    /// <summary>Waits for the end of the frame that is being scanned, and stores it.</summary>
    private async ValueTask<string> StoreAsync(RemCon32Request request, CancellationToken cancellationToken)
    {
        if (Scan.IsExternal || Scan.Mode != "normal") throw new RemCon32RefusalException(RemCon32Error.NotNow);
        while (!Scan.IsFrozen && microscope.Clock.Now < FrameEnd)
            await microscope.Clock.DelayAsync(Math.Min(SlowestPollSeconds, FrameEnd - microscope.Clock.Now), cancellationToken).ConfigureAwait(false);
        (ViewRequest View, byte[] Tag)? shown;
        lock (_state)
        {
            if (_isScanning) throw new RemCon32RefusalException(RemCon32Error.NotNow);
            (shown, _isScanning) = (_frozen, true);
        }

        try
        {
            (ViewRequest view, byte[] tag) = shown ?? (View(), Tag());
            return await frames.StoreAsync(microscope.Render(view, cancellationToken), SmartSemTag.Number, tag, cancellationToken).ConfigureAwait(false)
                ? "" : throw new RemCon32RefusalException(RemCon32Error.NotNow);
        }
        finally
        {
            lock (_state) _isScanning = false;
        }
    }
}
