namespace LtoAutoscope.Fem.CellTests.Formats;

/// <summary>
/// Neware's exports as CSV: the table of records of BTSDA 7 and 8 (<c>Cycle Index, Step Index, Step Type, Time, Total Time, Current(mA), Voltage(V), Chg. Cap.(mAh), DChg. Cap.(mAh), Date</c>, units as the
/// program is set), the older one (<c>Record ID, Time(h:min:s.ms), CapaCity-Chg(mAh)</c>, …), and the layered one, in which cycles, steps and records stand below each other, each level one or two fields
/// further in; the first step of a cycle may stand in the cycle's row. Headers are English or Chinese (<c>数据序号, 循环号, 工步类型, 时间, 总时间, 电流(mA), 电压(V)</c>). Here <c>Time</c> is that of the step.
/// Source of the layouts: the open readers cellpy, PyProBE and ParseNeware, and exports that they ship.
/// </summary>
public sealed class NewareReader : DelimitedReader
{
    private static readonly Dictionary<TestQuantity, string[]> Names = new()
    {
        [TestQuantity.Time] = ["total time", "cumulative time", "test time", "testtime", "总时间", "测试时间"],
        [TestQuantity.StepTime] = ["time", "relative time", "step time", "steptime", "时间", "工步时间"],
        [TestQuantity.Current] = ["current", "cur", "电流"],
    };

    private static readonly TableDialect Flat = new("Neware table of records") { Names = Names, StateGivesSign = true };
    private static readonly TableDialect Layered = Flat with { Format = "Neware layered export", LeadingEmpty = 2, HeaderLine = RecordHeader };

    private static readonly string[] Marks = ["chg. cap.", "dchg. cap.", "capacity-chg", "capacitance chg", "cap chg", "record id", "relative time", "datapoint", "record index", "数据序号", "记录序号", "充电容量"];

    /// <inheritdoc/>
    public override string Format => Flat.Format;

    /// <inheritdoc/>
    public override bool CanRead(CellTestHead head)
    {
        ArgumentNullException.ThrowIfNull(head);
        if (IsLayered(head.Lines)) return true;
        if (head.Lines.Count == 0) return false;
        int at = TablePlan.FindHeader(head.Lines, Flat);
        string[] names = [.. new FieldSplitter(TablePlan.SeparatorOf(head.Lines[at])).All(TablePlan.Strip(head.Lines[at])).Select(header => ColumnNames.Split(header).Name)];
        return names.Any(name => name is "voltage" or "电压") && names.Any(name => name is "step type" or "state" or "status" or "step name" or "step" or "step id" or "工步类型" or "工步号" or "状态") && names.Any(name => Marks.Contains(name));
    }

    private protected override TableDialect DialectOf(CellTestHead head) => IsLayered(head.Lines) ? Layered : Flat;

    /// <summary>Three header rows, each further in: cycles, steps, records.</summary>
    private static bool IsLayered(IReadOnlyList<string> lines) => RecordHeader(lines) is not null;

    private static int? RecordHeader(IReadOnlyList<string> lines)
    {
        int? step = null;
        for (int i = 0; i < Math.Min(lines.Count, 20); i++)
        {
            string[] fields = new FieldSplitter(TablePlan.SeparatorOf(lines[i])).All(TablePlan.Strip(lines[i]));
            int first = Array.FindIndex(fields, field => field.Length > 0);
            string name = first < 0 ? "" : ColumnNames.Split(fields[first]).Name;
            if (first == 1 && (name.StartsWith("step", StringComparison.Ordinal) || name.StartsWith("工步", StringComparison.Ordinal))) step = i;
            else if (first >= 2 && step is not null && (name.StartsWith("record", StringComparison.Ordinal) || name is "datapoint" or "data point" or "数据序号" or "记录序号")) return i + 1;
        }

        return null;
    }
}
