namespace LtoAutoscope.Fem.CellTests.Formats;

/// <summary>
/// The columns of a BioLogic <c>.mpr</c> by their number: name and bytes. Numbers above 255 of older programs are those of the table plus 256. From the open readers galvani and yadg, which found them by comparison
/// with text exports.
/// </summary>
internal static class BioLogicColumns
{
    /// <summary>The charge of the half cycle, in mA.h or C.</summary>
    internal const int ChargeOfHalfCycle = 211;

    /// <summary>Columns that are bits of one byte, which stands where the first of them does.</summary>
    internal static readonly HashSet<int> Flags = [1, 2, 3, 21, 31, 65];

    private static readonly HashSet<int> Doubles = [4, 7, 11, 13, 23, 24, 74, 110, 112, 115, 116, 123, 124, 125, 126, 182, 211];
    private static readonly HashSet<int> Singles =
    [
        5, 6, 8, 9, 15, 16, 17, 19, 20, 26, 27, 32, 33, 34, 35, 36, 37, 38, 45, 46, 69, 70, 75, 76, 77, 78, 96, 98, 99, 100, 101, 105, 106, 135, 136, 163, 166, 167, 168, 169, 172, 173, 174, 175, 176, 177, 178, 179, 185,
        206, 215, 217, 218, 219, 220, 221, 222, 223, 224, 225, 230, 231, 232, 233, 234, 235, 236, 237, 238, 239, 240, 241, 242, 243, 244, 245, 246, 247, 248, 249,
    ];

    private static readonly Dictionary<int, (string Name, TestQuantity Quantity, string Unit)> Useful = new()
    {
        [4] = ("time/s", TestQuantity.Time, "s"), [6] = ("Ewe/V", TestQuantity.Voltage, "V"), [77] = ("<Ewe>/V", TestQuantity.Voltage, "V"), [8] = ("I/mA", TestQuantity.Current, "mA"), [76] = ("<I>/mA", TestQuantity.Current, "mA"),
        [11] = ("<I>/mA", TestQuantity.Current, "mA"), [7] = ("dq/mA.h", TestQuantity.ChargeStep, "mAh"), [23] = ("dQ/mA.h", TestQuantity.ChargeStep, "mAh"), [13] = ("(Q-Qo)/mA.h", TestQuantity.NetCharge, "mAh"),
        [174] = ("<Ewe>/V", TestQuantity.Voltage, "V"), [178] = ("(Q-Qo)/C", TestQuantity.NetCharge, "C"),
        [211] = ("Q charge/discharge/mA.h", TestQuantity.Capacity, "mAh"), [24] = ("cycle number", TestQuantity.Cycle, ""), [131] = ("Ns", TestQuantity.Step, ""), [206] = ("Temperature/°C", TestQuantity.Temperature, "°C"),
    };

    /// <summary>Columns that are used where no other gives their quantity: means, and a charge of single precision. Whether 179, <c>dQ/C</c>, is the charge of an interval or that of the technique, the readers leave open.</summary>
    internal static bool IsSecondChoice(int number) => number is 77 or 174 or 178;

    /// <summary>Bytes of a column; 0 where it is not known.</summary>
    internal static int SizeOf(int number) => number switch
    {
        _ when Doubles.Contains(number) => 8,
        _ when Singles.Contains(number) || IsImpedance(number) => 4,
        212 or 213 => 4,
        39 or 131 => 2,
        253 => 1,
        _ => 0,
    };

    /// <summary>The number in the table; columns of impedance have numbers of their own above 255.</summary>
    internal static int InTable(int number) => number > 255 && !IsImpedance(number) ? number - 256 : number;

    /// <summary>Impedance of single electrodes and of stacks, all single precision.</summary>
    private static bool IsImpedance(int number) => number is (>= 271 and <= 278) or (>= 301 and <= 308) or (>= 331 and <= 338) or (>= 361 and <= 368) or (>= 391 and <= 398) or (>= 422 and <= 426) or (>= 430 and <= 433);

    /// <summary>What a column is used for, or null.</summary>
    internal static (string Name, TestQuantity Quantity, string Unit)? UseOf(int number) => Useful.TryGetValue(number, out var use) ? use : null;

    /// <summary>Its figure in a record.</summary>
    internal static double Value(int number, ReadOnlySpan<byte> bytes) => number switch
    {
        131 => System.Buffers.Binary.BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        _ when Doubles.Contains(number) => System.Buffers.Binary.BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        _ => System.Buffers.Binary.BinaryPrimitives.ReadSingleLittleEndian(bytes),
    };
}
