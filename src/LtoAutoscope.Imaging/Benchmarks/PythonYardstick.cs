using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Imaging.Segmentation;

namespace LtoAutoscope.Imaging.Benchmarks;

/// <summary>Runs <c>training/bench_analyse.py</c> on the same frames: the same network in PyTorch, scikit-image's watershed and regionprops.</summary>
/// <param name="script">Path of the script.</param>
/// <param name="pythons">Interpreters to try in turn; the first that has PyTorch, ONNX and scikit-image is used.</param>
public sealed class PythonYardstick(string script, IReadOnlyList<string> pythons)
{
    private const string Needed = "import torch, onnx, skimage, scipy";

    /// <summary>Standard deviation of the landscape's smoothing, pixels as the network sees them.</summary>
    private const double Smoothing = 2;

    /// <summary>Measures, or says why it cannot.</summary>
    /// <param name="modelPath">The ONNX file.</param>
    /// <param name="model">The same, loaded.</param>
    /// <param name="frames">Frames that the network sees whole.</param>
    /// <param name="expectedDiameterNm">Expected diameter, nm.</param>
    /// <param name="repeats">How often each frame is timed.</param>
    /// <param name="cancellationToken">Ends the interpreter.</param>
    public async Task<(PythonYardstickResult? Result, string? Skipped)> RunAsync(
        string modelPath, SegmentationModel model, IReadOnlyList<Frame> frames, double expectedDiameterNm, int repeats, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(frames);
        if (!File.Exists(script)) return (null, $"there is no {script}");
        string? python = null;
        foreach (string candidate in pythons)
        {
            if (await StartAsync(candidate, ["-c", Needed], cancellationToken).ConfigureAwait(false) is not { Code: 0 }) continue;
            python = candidate;
            break;
        }

        if (python is null) return (null, $"none of {string.Join(", ", pythons)} has PyTorch, ONNX, SciPy and scikit-image");
        DirectoryInfo folder = Directory.CreateTempSubdirectory("lto-autoscope-bench-");
        try
        {
            List<object> list = [];
            for (int i = 0; i < frames.Count; i++)
            {
                if (await WriteAsync(folder.FullName, $"frame{i}", model, frames[i], expectedDiameterNm, cancellationToken).ConfigureAwait(false) is not { } entry)
                    return (null, "the frames are too large to be seen whole");
                list.Add(entry);
            }

            await AtomicFile.WriteTextAsync(Path.Combine(folder.FullName, "frames.json"), JsonSerializer.Serialize(list, DomainJson.Line), cancellationToken).ConfigureAwait(false);
            (int Code, string Out, string Error)? run = await StartAsync(python,
                [script, "--model", modelPath, "--folder", folder.FullName, "--threads", Text(model.Options.Threads), "--repeats", Text(repeats)], cancellationToken).ConfigureAwait(false);
            return run is { Code: 0 } done
                ? (JsonSerializer.Deserialize<PythonYardstickResult>(done.Out, DomainJson.Line), null)
                : (null, $"{python} {script} failed: {run?.Error.Trim().Split('\n')[^1]}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static async Task<object?> WriteAsync(string folder, string name, SegmentationModel model, Frame frame, double expectedDiameterNm, CancellationToken cancellationToken)
    {
        SegmentationResult result = new ParticleSegmenter(model, new SegmentationSettings())
            .Segment(frame.Image, expectedDiameterNm / frame.Metadata.PixelSizeNm!.Value, cancellationToken);
        ImageRegion area = result.Analysed;
        float[] grey = result.Grey!;
        double scale = result.Scale;
        int w = (int)Math.Round(area.Width * scale), h = (int)Math.Round(area.Height * scale);
        if (TiledInference.WholeInput(model, grey, area.Width, area.Height, w, h) is not { } seen) return null;
        SegmentationMaps maps = TiledInference.Run(model, grey, area.Width, area.Height, w, h, cancellationToken);
        double smallest = ParticleSegmenter.SmallestPart * model.TargetDiameterPx / scale;
        await SaveAsync(Path.Combine(folder, name + ".seen.f32"), seen.Image, cancellationToken).ConfigureAwait(false);
        await SaveAsync(Path.Combine(folder, name + ".maps.f32"), maps.Values, cancellationToken).ConfigureAwait(false);
        return new
        {
            Name = name, area.Width, area.Height, SeenWidth = seen.Width, SeenHeight = seen.Height, Channels = maps.Names.Count, new SegmentationSettings().Threshold,
            SmoothingPx = Smoothing / scale, SmallestAreaPx = Math.PI / 4 * smallest * smallest, SeedDistancePx = smallest,
        };
    }

    private static Task SaveAsync(string path, float[] values, CancellationToken cancellationToken)
        => AtomicFile.WriteAsync(path, MemoryMarshal.AsBytes(values.AsSpan()).ToArray(), cancellationToken);

    /// <summary>Runs an interpreter to its end; null when it is not there.</summary>
    private static async Task<(int Code, string Out, string Error)?> StartAsync(string python, string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["OMP_WAIT_POLICY"] = "PASSIVE";
        try
        {
            using Process process = Process.Start(start)!;
            try
            {
                Task<string> output = process.StandardOutput.ReadToEndAsync(cancellationToken), error = process.StandardError.ReadToEndAsync(cancellationToken);
                await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
                return (process.ExitCode, await output.ConfigureAwait(false), await error.ConfigureAwait(false));
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
