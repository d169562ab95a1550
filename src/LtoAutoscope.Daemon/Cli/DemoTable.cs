using System.Globalization;
using LtoAutoscope.Pipeline.Demo;
using Spectre.Console;

namespace LtoAutoscope.Daemon.Cli;

/// <summary>The table at the end of the demo: measured beside true, and what both models predict.</summary>
internal static class DemoTable
{
    public static void Write(VerbConsole console, IReadOnlyList<DemoResult> rows, TimeSpan wall)
    {
        var table = new Table().Border(TableBorder.Rounded)
            .AddColumn("Sample").AddColumn(Right("Particles")).AddColumn(Right("Mean diameter, nm\nmeasured (true)")).AddColumn(Right("Aspect ratio\nmeasured (true)"))
            .AddColumn(Right("Fractal\ndimension")).AddColumn(Right("CE model,\n%")).AddColumn(Right("CE regression,\n%")).AddColumn(Right("Frames"));
        foreach (DemoResult row in rows)
        {
            table.AddRow(
                Markup.Escape(row.Sample), row.ParticleCount.ToString(CultureInfo.InvariantCulture),
                Beside(row.DiameterNm, row.TrueDiameterNm, "0.0"), Beside(row.AspectRatio, row.TrueAspectRatio, "0.00"), Number(row.FractalDimension, "0.00"),
                Number(100 * row.CeModel, "0.00"), Number(100 * row.CeRegression, "0.00"), $"{row.FramesAccepted} of {row.FramesTotal}");
        }

        console.Terminal.Write(table);
        foreach (DemoResult row in rows) console.WriteLine(row.Problem is null ? $"{row.Sample}: {row.Report}" : $"{row.Sample}: {row.Problem}");
        console.WriteLine("AMPIS-powder shows real micrographs of metal powder of unknown scale: its sizes stand on a stand-in scale of 5 nm a pixel. The regression was trained on virtual cells.");
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{wall.TotalSeconds:0} s in all."));
    }

    private static TableColumn Right(string title) => new TableColumn(title).RightAligned();

    private static string Beside(double? measured, double? truth, string format)
        => truth is null ? Number(measured, format) : $"{Number(measured, format)} ({Number(truth, format)})";

    private static string Number(double? value, string format) => value is { } number && double.IsFinite(number) ? number.ToString(format, CultureInfo.InvariantCulture) : "–";
}
