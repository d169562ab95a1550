using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using LtoAutoscope.Imaging.Metrology.KnownAnswers;
using Spectre.Console;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>bench metrology --speed</c>: a usual frame and a frame of 10,000 particles, beside scikit-image on the same label maps.</summary>
internal static class BenchMetrologySpeed
{
    private const string Script = """
        import sys, time
        import numpy
        from skimage.measure import regionprops_table
        labels = numpy.fromfile(sys.argv[1], dtype="<i4").reshape(int(sys.argv[3]), int(sys.argv[2]))
        began = time.perf_counter()
        table = regionprops_table(labels, properties=["label", "centroid", "area", "equivalent_diameter", "feret_diameter_max", "major_axis_length", "minor_axis_length", "orientation", "perimeter", "solidity"])
        print(len(table["label"]), time.perf_counter() - began)
        """;

    private static readonly (int Width, int Height, int Particles, int Repeats)[] Frames = [(1024, 768, 150, 25), (4096, 3072, 10000, 5)];

    public static async Task RunAsync(VerbConsole console, string python, CancellationToken cancellationToken)
    {
        List<object> answers = [];
        Table table = BenchMetrologyTables.Head("frame", "particles", "holes, ms", "numbering, ms", "measures, ms", "table, ms", "sum, ms", "processor, ms", "scikit-image, ms");
        foreach ((int width, int height, int count, int repeats) in Frames)
        {
            (SpeedScene scene, SpeedResult ours) = await Task.Run(() =>
            {
                SpeedScene made = SpeedScene.Make(width, height, count, 1);
                return (made, SpeedBench.Time(made, repeats, cancellationToken));
            }, cancellationToken).ConfigureAwait(false);
            double? theirs = await TimePythonAsync(console, python, scene, cancellationToken).ConfigureAwait(false);
            table.AddRow(
                $"{width} × {height}", Invariant(ours.Particles), Ms(ours.HolesS), Ms(ours.NumberingS), Ms(ours.MeasuresS), Ms(ours.TableS), Ms(ours.TotalS), Ms(ours.ProcessorS), theirs is double t ? Ms(t) : "–");
            answers.Add(new { ours.Width, ours.Height, ours.Particles, ours.HolesS, ours.NumberingS, ours.MeasuresS, ours.TableS, ours.TotalS, ours.ProcessorS, ScikitImageS = theirs });
        }

        console.WriteLine("From the label map to the text of particles.csv, one thread, median of the repeats; processor: mean processor time of the whole program for one, which a busy machine does not stretch.");
        console.WriteLine("scikit-image: regionprops_table with centroid, area, diameters, axes, orientation, perimeter and solidity; no smallest Feret diameter, no sub-pixel outline and no dimension, which ours has.");
        console.Terminal.Write(table);
        console.WriteJson(new { Frames = answers });
    }

    /// <summary>Seconds of scikit-image for the same labels, or null with a word where it cannot be had.</summary>
    private static async Task<double?> TimePythonAsync(VerbConsole console, string python, SpeedScene scene, CancellationToken cancellationToken)
    {
        string file = Path.Combine(Path.GetTempPath(), $"lto-autoscope-labels-{Guid.NewGuid():N}.raw");
        try
        {
            await using (FileStream stream = File.Create(file))
                await stream.WriteAsync(MemoryMarshal.AsBytes(scene.Labels.Labels.AsSpan()).ToArray(), cancellationToken).ConfigureAwait(false);
            var start = new ProcessStartInfo(python) { RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (string argument in (string[])["-c", Script, file, Invariant(scene.Labels.Width), Invariant(scene.Labels.Height)]) start.ArgumentList.Add(argument);
            foreach (string variable in (string[])["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"]) start.Environment[variable] = "1";
            using Process process = Process.Start(start) ?? throw new Win32Exception();
            try
            {
                Task<string> errors = process.StandardError.ReadToEndAsync(cancellationToken);
                string answer = await process.StandardOutput.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
                string trouble = await errors.ConfigureAwait(false);
                await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
                if (process.ExitCode == 0) return double.Parse(answer.Split(' ')[1], CultureInfo.InvariantCulture);
                console.WriteLine($"{python} did not run scikit-image: {trouble.Trim().Split('\n')[^1]}. Name another with --python.");
                return null;
            }
            finally
            {
                if (!process.HasExited) process.Kill(entireProcessTree: true);
            }
        }
        catch (Win32Exception)
        {
            console.WriteLine($"There is no program '{python}', so nothing is measured beside. Name a Python with scikit-image with --python.");
            return null;
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Ms(double seconds) => (1000 * seconds).ToString("0.0", CultureInfo.InvariantCulture);

    private static string Invariant(int value) => value.ToString(CultureInfo.InvariantCulture);
}
