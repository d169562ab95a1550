using System.Globalization;
using System.Text;

namespace LtoAutoscope.Twin.Servers.Grbl;

/// <summary>GRBL's reports as text, line ends included.</summary>
internal sealed class GrblReports(GrblSettings settings, GrblMotion motion, GrblInterpreter interpreter)
{
    public const string Welcome = "\r\nGrbl 1.1h ['$' for help]\r\n";
    private const int OffsetEveryBusy = 30;
    private const int OverrideEveryBusy = 20;
    private const int EveryIdle = 10;
    private const double MmPerInch = 25.4;
    private int _offsetIn;
    private int _overrideIn;

    /// <summary>The next status report tells the work offset, as after every change of it.</summary>
    public void TellOffset() => _offsetIn = 0;

    /// <summary>The next but one at the latest tells the overrides.</summary>
    public void TellOverrides() => _overrideIn = 0;

    public static string Answer(int status) => status == GrblStatus.Ok ? "ok\r\n" : string.Create(CultureInfo.InvariantCulture, $"error:{status}\r\n");

    public static string Message(string text) => $"[MSG:{text}]\r\n";

    public static string Help => "[HLP:$$ $# $G $I $N $x=val $Nx=line $J=line $SLP $C $X $H ~ ! ? ctrl-x]\r\n";

    public static string Build(string text) => $"[VER:1.1h.20190830:{text}]\r\n[OPT:V,{GrblMotion.Blocks},{GrblClient.BufferSize + 1}]\r\n";

    public string Settings => string.Concat(settings.Lines.Select(line => line + "\r\n"));

    public string Modes
    {
        get
        {
            GrblModes modes = interpreter.Modes;
            string feed = Rate(modes.Feed);
            return string.Create(
                CultureInfo.InvariantCulture,
                $"[GC:G{modes.Motion} G{modes.Coordinates} G{modes.Plane} G{modes.Units} G{modes.Distance} G{modes.FeedMode} M{modes.Spindle} M{modes.Coolant} T{modes.Tool} F{feed} S{modes.Speed:F0}]\r\n");
        }
    }

    public string Parameters
    {
        get
        {
            var text = new StringBuilder();
            string[] names = ["G54", "G55", "G56", "G57", "G58", "G59", "G28", "G30"];
            for (int i = 0; i < names.Length; i++) text.Append(CultureInfo.InvariantCulture, $"[{names[i]}:{Place(interpreter.Stored[i])}]\r\n");
            text.Append(CultureInfo.InvariantCulture, $"[G92:{Place(interpreter.Offset)}]\r\n[TLO:{Length(interpreter.ToolOffset)}]\r\n[PRB:{Place(new double[3])}:0]\r\n");
            return text.ToString();
        }
    }

    /// <summary>The answer to <c>?</c>.</summary>
    /// <param name="state">State with its sub-state.</param>
    /// <param name="isBusy">Whether offsets and overrides are told more seldom.</param>
    /// <param name="room">Free bytes of the receive buffer.</param>
    /// <param name="spindleOverride">Percent.</param>
    public string Status(string state, bool isBusy, int room, int spindleOverride)
    {
        double[] zero = interpreter.WorkZero;
        double[] place = motion.Position;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"<{state}|{(settings.ReportsMachinePosition ? "MPos:" : "WPos:")}");
        text.Append(Place(settings.ReportsMachinePosition ? place : [.. place.Zip(zero, (position, offset) => position - offset)]));
        if (settings.ReportsBuffer) text.Append(CultureInfo.InvariantCulture, $"|Bf:{motion.Free},{room}");
        text.Append(CultureInfo.InvariantCulture, $"|FS:{Rate(motion.Speed)},{(interpreter.Modes.Spindle == 5 ? 0 : interpreter.Modes.Speed):F0}");
        string pins = string.Concat("XYZ".Where((_, i) => motion.IsAtLimit(i)));
        if (pins.Length > 0) text.Append("|Pn:").Append(pins);
        if (_offsetIn > 0)
        {
            _offsetIn--;
        }
        else
        {
            _offsetIn = (isBusy ? OffsetEveryBusy : EveryIdle) - 1;
            if (_overrideIn == 0) _overrideIn = 1;
            text.Append("|WCO:").Append(Place(zero));
        }

        if (_overrideIn > 0)
        {
            _overrideIn--;
        }
        else
        {
            _overrideIn = (isBusy ? OverrideEveryBusy : EveryIdle) - 1;
            text.Append(CultureInfo.InvariantCulture, $"|Ov:{motion.Override.Feed},{motion.Override.Rapid},{spindleOverride}");
        }

        return text.Append(">\r\n").ToString();
    }

    private string Place(double[] place) => string.Join(',', place.Select(Length));

    private string Length(double mm) => settings.ReportsInches
        ? (Math.Round(mm / MmPerInch, 4) + 0.0).ToString("F4", CultureInfo.InvariantCulture)
        : (Math.Round(mm, 3) + 0.0).ToString("F3", CultureInfo.InvariantCulture);

    private string Rate(double mmPerMinute) => settings.ReportsInches
        ? (mmPerMinute / MmPerInch).ToString("F1", CultureInfo.InvariantCulture)
        : mmPerMinute.ToString("F0", CultureInfo.InvariantCulture);
}
