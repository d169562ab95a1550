using System.Globalization;
using System.Text;
using System.Text.Json;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Fem.Output.Figures;

namespace LtoAutoscope.Fem.Identification.Studies;

/// <summary>The files of a leave-one-sample-out run: <c>loso.json</c>, <c>loso.csv</c>, <c>loso.md</c>, <c>parity.svg</c>.</summary>
public static class LeaveOneOutFiles
{
    /// <summary>The result.</summary>
    public const string Json = "loso.json";

    private const string Table = "loso.csv";
    private const string Report = "loso.md";
    private const string Parity = "parity.svg";

    /// <summary>Writes all of them, <c>loso.json</c> last.</summary>
    public static async Task WriteAsync(string folder, LeaveOneOutResult result, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(result);
        var csv = new StringBuilder();
        if (result.SyntheticBecause is { } why) csv.Append("# not measured: ").Append(why).Append('\n');
        csv.Append("sample,ce1_measured,ce1_predicted,ce1_fitted_to_all,ce1_mean_of_others\n");
        foreach (var r in result.Rows) csv.Append(CultureInfo.InvariantCulture, $"{r.Sample},{r.Measured:0.00000},{r.Predicted:0.00000},{r.FittedToAll:0.00000},{r.OthersMean:0.00000}\n");
        await AtomicFile.WriteTextAsync(Path.Combine(folder, Table), csv.ToString(), cancellationToken).ConfigureAwait(false);
        await AtomicFile.WriteTextAsync(Path.Combine(folder, Parity), Draw(result), cancellationToken).ConfigureAwait(false);
        await AtomicFile.WriteTextAsync(Path.Combine(folder, Report), Write(result), cancellationToken).ConfigureAwait(false);
        await AtomicFile.WriteTextAsync(Path.Combine(folder, Json), JsonSerializer.Serialize(result, DomainJson.File) + "\n", cancellationToken).ConfigureAwait(false);
    }

    private static string Draw(LeaveOneOutResult result)
    {
        double low = result.Rows.Min(r => Math.Min(r.Measured, r.Predicted)), high = result.Rows.Max(r => Math.Max(r.Measured, r.Predicted)), margin = 0.05 * (high - low + 1e-6);
        string set = result.SyntheticBecause is null ? "" : "SYNTHETIC set, ";
        var panel = new FigurePanel(
                string.Create(CultureInfo.InvariantCulture, $"{set}RMSE {result.Rmse:0.0000}, R² {result.R2:0.00}"),
                new FigureAxis("CE1 measured", Low: low - margin, High: high + margin), new FigureAxis("CE1 predicted without the sample", Low: low - margin, High: high + margin))
            .Line("equal", [(low - margin, low - margin), (high + margin, high + margin)], true, 6)
            .Points("samples", result.Rows.Select(r => (r.Measured, r.Predicted, 0.0)), 0);
        return Figure.Draw("CE1 of samples predicted by fits that had not seen them, against measured CE1", [panel], 1, 420, 400);
    }

    private static string Write(LeaveOneOutResult result)
    {
        var text = new StringBuilder("# CE1 of samples that the fit has not seen\n\n");
        if (result.SyntheticBecause is { } why) text.Append("**These samples are not measured.** Their source says: ").Append(why).Append(" The error below tells how the harness works, nothing of real cells.\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{result.Samples} samples, {result.Cells} cells. Held-out RMSE **{result.Rmse:0.0000}**, R² **{result.R2:0.00}**, bias {result.Bias:+0.0000;-0.0000}. ");
        text.Append(CultureInfo.InvariantCulture, $"Fitted to all samples the RMSE would be {result.RmseFittedToAll:0.0000}; the mean of the other samples, without any morphology, reaches {result.RmseOfTheMean:0.0000}. The paper states 0.035 for its own cells.\n\n");
        text.Append($"![Measured against predicted]({Parity})\n\n| parameter | smallest estimate | largest estimate |\n| --- | --- | --- |\n");
        foreach (var (key, range) in result.ParameterRange) text.Append(CultureInfo.InvariantCulture, $"| `{key}` | {FitStatistics.Text(range[0])} | {FitStatistics.Text(range[1])} |\n");
        text.Append("\n| sample | measured | predicted | difference |\n| --- | --- | --- | --- |\n");
        foreach (var r in result.Rows.OrderByDescending(r => Math.Abs(r.Predicted - r.Measured)))
            text.Append(CultureInfo.InvariantCulture, $"| {r.Sample} | {r.Measured:0.0000} | {r.Predicted:0.0000} | {r.Predicted - r.Measured:+0.0000;-0.0000} |\n");
        text.Append(CultureInfo.InvariantCulture, $"\nModel: {result.Model}. {result.WallS:0.0} s. Table: `{Table}`.\n");
        return text.ToString();
    }
}
