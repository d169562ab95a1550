namespace LtoAutoscope.Twin.Servers.Grbl;

/// <summary>The words of one G-code line: each checked for itself and against its modal group, none executed.</summary>
internal sealed class GrblWords
{
    private const string ValueLetters = "FIJKLNPRSTXYZ";
    private const string NeverNegative = "FNPTS";
    private readonly HashSet<int> _groups = [];
    private readonly Dictionary<char, double> _values = [];

    private GrblWords(GrblModes modes) => Modes = modes;

    /// <summary>What takes the axis words.</summary>
    public enum AxisUse
    {
        /// <summary>Nothing.</summary>
        None,

        /// <summary>G10, G28, G30, G92.</summary>
        NonModal,

        /// <summary>G0, G1, or the mode in force.</summary>
        Motion,

        /// <summary>G43.1, G49.</summary>
        ToolOffset,
    }

    /// <summary>The modes as the line would have them.</summary>
    public GrblModes Modes { get; private set; }

    /// <summary>G word of group 0, times ten: 40, 100, 280, 281, 300, 301, 530, 920, 921; 0 for none.</summary>
    public int NonModal { get; private set; }

    public AxisUse Axes { get; private set; }

    /// <summary>Whether a dynamic tool offset is set (true) or cancelled (false); null for neither.</summary>
    public bool? ToolOffset { get; private set; }

    public bool HasAxis => "XYZ".Any(_values.ContainsKey);

    /// <summary>Whether only groups that a jog may have are there.</summary>
    public bool IsJogOnly => _groups.All(group => group is 0 or 3 or 6) && NonModal is 0 or 530;

    public bool HasGroup(int group) => _groups.Contains(group);

    public bool Has(char letter) => _values.ContainsKey(letter);

    public double this[char letter] => _values[letter];

    /// <summary>Letters in use that nothing has taken.</summary>
    public HashSet<char> Letters => [.. _values.Keys];

    /// <summary>Reads a line in capitals without blanks; a status number.</summary>
    public static int Parse(string line, GrblModes modes, out GrblWords words)
    {
        words = new GrblWords(modes);
        for (int at = 0; at < line.Length;)
        {
            char letter = line[at++];
            if (!char.IsAsciiLetterUpper(letter)) return GrblStatus.ExpectedLetter;
            if (!GrblNumber.TryRead(line, ref at, out double value)) return GrblStatus.BadNumber;
            double whole = Math.Truncate(value);
            int hundredths = (int)Math.Round(100 * (value - whole));
            int status = letter switch
            {
                'G' => words.Command(whole, hundredths),
                'M' => words.Miscellaneous(whole, hundredths),
                _ => words.Value(letter, value),
            };
            if (status != GrblStatus.Ok) return status;
        }

        if (words.HasAxis && words.Axes == AxisUse.None) words.Axes = AxisUse.Motion;
        return GrblStatus.Ok;
    }

    private int Command(double whole, int hundredths)
    {
        if (whole is < 0 or > 99) return GrblStatus.Unsupported;
        int group, number = (int)whole;
        switch (number)
        {
            case 4 or 10 or 28 or 30 or 53 or 92:
                if (number is 10 or 28 or 30 or 92 && hundredths == 0 && !Take(AxisUse.NonModal)) return GrblStatus.AxisConflict;
                if (number is 28 or 30 or 92 && hundredths is not (0 or 10)) return GrblStatus.Unsupported;
                (group, NonModal) = (0, number * 10 + (number is 28 or 30 or 92 ? hundredths / 10 : 0));
                if (number is 28 or 30 or 92) hundredths = 0;
                break;
            case 0 or 1 or 80:
                if (number != 80 && !Take(AxisUse.Motion)) return GrblStatus.AxisConflict;
                (group, Modes) = (1, Modes with { Motion = number });
                break;
            case 17 or 18 or 19: (group, Modes) = (2, Modes with { Plane = number }); break;
            case 90 or 91 when hundredths == 0: (group, Modes) = (3, Modes with { Distance = number }); break;
            case 91 when hundredths == 10: (group, hundredths) = (4, 0); break;
            case 93 or 94: (group, Modes) = (5, Modes with { FeedMode = number }); break;
            case 20 or 21: (group, Modes) = (6, Modes with { Units = number }); break;
            case 40: group = 7; break;
            case 43 or 49:
                if (!Take(AxisUse.ToolOffset)) return GrblStatus.AxisConflict;
                if (number == 43 && hundredths != 10) return GrblStatus.Unsupported;
                (group, ToolOffset, hundredths) = (8, number == 43, 0);
                break;
            case >= 54 and <= 59: (group, Modes) = (12, Modes with { Coordinates = number }); break;
            case 61 when hundredths == 0: group = 13; break;
            default: return GrblStatus.Unsupported;
        }

        if (hundredths != 0) return GrblStatus.NotWhole;
        return _groups.Add(group) ? GrblStatus.Ok : GrblStatus.ModalGroup;
    }

    private int Miscellaneous(double whole, int hundredths)
    {
        if (hundredths != 0) return GrblStatus.NotWhole;
        int group;
        switch (whole)
        {
            case 0 or 2 or 30: (group, Modes) = (104, Modes with { Program = (int)whole }); break;
            case 1: group = 104; break;
            case 3 or 4 or 5: (group, Modes) = (107, Modes with { Spindle = (int)whole }); break;
            case 8 or 9: (group, Modes) = (108, Modes with { Coolant = (int)whole }); break;
            default: return GrblStatus.Unsupported;
        }

        return _groups.Add(group) ? GrblStatus.Ok : GrblStatus.ModalGroup;
    }

    private int Value(char letter, double value)
    {
        if (!ValueLetters.Contains(letter, StringComparison.Ordinal)) return GrblStatus.Unsupported;
        if (letter == 'T' && value > 255) return GrblStatus.ToolNumber;
        if (!_values.TryAdd(letter, value)) return GrblStatus.WordRepeated;
        return value < 0 && NeverNegative.Contains(letter, StringComparison.Ordinal) ? GrblStatus.NegativeValue : GrblStatus.Ok;
    }

    private bool Take(AxisUse use)
    {
        if (Axes != AxisUse.None) return false;
        Axes = use;
        return true;
    }
}
