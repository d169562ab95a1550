namespace LtoAutoscope.Fem.CellTests.Formats;

/// <summary>Names of columns by quantity, in the order in which they are preferred, as cyclers' and potentiostats' exports, in English or Chinese, and the Battery Data Format (BDF 1.3) write them.</summary>
internal static class ColumnNames
{
    private static readonly Dictionary<TestQuantity, string[]> Plain = new()
    {
        [TestQuantity.Time] = ["test time", "testtime", "total time", "elapsed time", "run time", "cumulative time", "totaltime", "prog time", "program time", "program duration", "time", "t", "总时间", "测试时间", "时间", "unix time"],
        [TestQuantity.StepTime] = ["step time", "steptime", "relative time", "state time", "step duration", "t-step", "工步时间", "相对时间"],
        [TestQuantity.Date] = ["date time", "datetime", "date", "realtime", "absolute time", "timestamp", "dpt time", "date and time", "system time", "绝对时间", "系统时间"],
        [TestQuantity.Voltage] = ["voltage", "cell voltage", "potential", "ewe", "<ewe>", "ecell", "<ecell>", "volts", "volt", "vol", "u", "v", "e", "vf", "we(1).potential", "电压"],
        [TestQuantity.Current] = ["current", "i", "<i>", "cur", "amps", "im", "we(1).current", "电流"],
        [TestQuantity.Temperature] = ["temperature", "cell temperature", "surface temperature", "ambient temperature", "temp", "temp 1", "aux temperature 1", "cell surface temperature", "temperature t1", "temperature 1", "t1", "tenv", "logtemp001", "温度"],
        [TestQuantity.Cycle] = ["cycle index", "cycle number", "cycle", "cyc#", "cycle id", "cycle count", "cycle-index", "cycle c", "cycle p", "cyc", "循环号", "循环序号"],
        [TestQuantity.Step] = ["step index", "step id", "step", "ns", "step count", "step-index", "step number", "工步号", "工步序号", "步次"],
        [TestQuantity.State] = ["step type", "state", "status", "step name", "work mode", "md", "工步类型", "工步名称", "状态"],
        [TestQuantity.ChargeCapacity] = ["charge capacity", "charging capacity", "chg. cap.", "capacity-chg", "capacitance chg", "cap chg", "chg cap", "chg capacity", "chg.capacity", "ahcha", "充电容量"],
        [TestQuantity.DischargeCapacity] = ["discharge capacity", "discharging capacity", "dchg. cap.", "capacity-dchg", "capacitance dchg", "cap dchg", "dchg cap", "dchg capacity", "dchg.capacity", "ahdch", "放电容量"],
        [TestQuantity.Capacity] = ["capacity", "q charge/discharge", "cap", "step capacity", "cumulative capacity", "ahstep", "容量"],
        [TestQuantity.NetCharge] = ["(q-qo)", "q-qo", "net capacity", "ah", "ahaccu"],
        [TestQuantity.ChargeStep] = ["dq"],
    };

    /// <summary>Headers that are name and unit in one word, as Maccor writes them.</summary>
    private static readonly Dictionary<string, (string Name, string Unit)> Words = new(StringComparer.Ordinal)
    {
        ["amps"] = ("current", "a"), ["mamps"] = ("current", "ma"), ["volts"] = ("voltage", "v"), ["mvolts"] = ("voltage", "mv"), ["amp-hr"] = ("capacity", "ah"), ["mamp-hr"] = ("capacity", "mah"),
    };

    /// <summary>A header's name and the word of its unit.</summary>
    internal static (string Name, string Unit) Split(string header)
    {
        var (name, unit) = HeaderName.Split(header);
        return unit.Length == 0 && Words.TryGetValue(name, out var both) ? both : (name, unit);
    }

    /// <summary>Names of a quantity.</summary>
    /// <param name="quantity">The quantity.</param>
    /// <param name="own">A format's own names, which come first; a name that it gives to one quantity belongs to no other.</param>
    internal static IEnumerable<string> Of(TestQuantity quantity, IReadOnlyDictionary<TestQuantity, string[]> own)
        => own.GetValueOrDefault(quantity, []).Concat(Plain[quantity].Where(name => !own.Any(entry => entry.Key != quantity && entry.Value.Contains(name)))).Distinct();

    /// <summary>Names of columns that would be taken, for messages.</summary>
    internal static string Examples(TestQuantity quantity) => quantity switch
    {
        TestQuantity.Time => "'Test Time / s', 'test_time_second', 'time_h'",
        TestQuantity.Voltage => "'Voltage / V', 'voltage_volt', 'Ewe/V'",
        _ => "'Current / A', 'current_ampere', 'I/mA'",
    };
}
