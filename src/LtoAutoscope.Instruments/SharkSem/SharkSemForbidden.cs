namespace LtoAutoscope.Instruments.SharkSem;

/// <summary>Which SharkSEM functions a person may not call past the interlock. Questions are free; what moves, vents, ramps or homes is not.</summary>
public static class SharkSemForbidden
{
    private const string Moves = "it moves something in the chamber past the interlock; use 'instrument jog'";
    private const string Runs = "it sets the stage going until something stops it";
    private const string Beam = "it changes high voltage past the interlock";
    private const string Vacuum = "it vents or pumps the chamber";
    private const string Interface = "it changes what the operator's screen does";
    private const string Unblanks = "it lets the beam onto the sample past the interlock";

    /// <summary>Functions and families of them with the reason; a <c>*</c> stands for the rest of a name. Shown by <c>instrument describe</c>.</summary>
    public static IReadOnlyList<(string Function, string Reason)> List { get; } =
    [
        ("VacVent", Vacuum), ("VacPump", Vacuum), ("Vac* but VacGet…", Vacuum),
        ("StgMove", Runs), ("StgMoveTo", Moves), ("StgCalibrate", Moves), ("Stg* but StgGet…, StgIs…, StgStop", Moves),
        ("HVAutoHeat", Beam), ("HVBeamOn", Beam), ("HVSet…", Beam), ("HV* but HVGet…, HVEnum…, HVBeamOff", Beam),
        ("ScSetBlanker other than 'ScSetBlanker i:0 i:1'", Unblanks), ("ScScanXY", Unblanks), ("ScSetExternal", Unblanks),
        ("Auto*, Degauss, SetBeamCurrent, SetPCContinual", Beam),
        ("GUI* but GUIGet…", Interface),
        ("Chamber*, Manip*, Nano*, Gis*, FIB*, Camera*, Laser*", Moves),
    ];

    /// <summary>Why a call is forbidden; null when it is not.</summary>
    /// <param name="function">Name of the function; any case of letters is refused alike.</param>
    /// <param name="arguments">Its arguments as typed.</param>
    public static string? Why(string function, IReadOnlyList<string> arguments)
    {
        if (Is("Vac") && !Is("VacGet")) return Vacuum;
        if (Equals("StgMove")) return Runs;
        if (Is("Stg") && !Is("StgGet") && !Is("StgIs") && !Equals("StgStop")) return Moves;
        if (Is("HV") && !Is("HVGet") && !Is("HVEnum") && !Equals("HVBeamOff") && !Equals("HVStopAsyncProc")) return Beam;
        if (Equals("ScSetBlanker") && !(arguments is ["i:0", "i:1"] or ["i:1"])) return Unblanks;
        if (Equals("ScScanXY") || Is("ScScan") || Equals("ScSetExternal")) return Unblanks;
        if (Is("Auto") || Equals("Degauss") || Equals("SetBeamCurrent") || Equals("SetPCContinual")) return Beam;
        if (Is("GUI") && !Is("GUIGet")) return Interface;
        return Is("Chamber") || Is("Manip") || Is("Nano") || Is("Gis") || Is("FIB") || Is("Camera") || Is("Laser") ? Moves : null;

        bool Is(string prefix) => function.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);
        bool Equals(string name) => function.Equals(name, StringComparison.OrdinalIgnoreCase);
    }
}
