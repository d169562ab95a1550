using System.Globalization;
using System.Text;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Daemon.Benchmarks;

/// <summary>A run of invented particles, a hundred a frame: log-normal diameters that differ a little from frame to frame, some cut, some overlapped, some doubtful.</summary>
internal static class SyntheticRun
{
    private const int PerFrame = 100;
    private const string Head = "particle_id,frame,x_px,y_px,area_nm2,diameter_nm,feret_max_nm,feret_min_nm,length_nm,width_nm,aspect_ratio,perimeter_nm,circularity,solidity,fractal_dimension,fractal_dimension_se,"
        + "touches_border,weight,confidence,orientation_deg,fractal_dimension_r2,fractal_dimension_raw,box_dimension,box_dimension_se,box_dimension_r2,surface_dimension,surface_dimension_se,surface_dimension_r2,class,agglomerate_id,agglomerate_weight\n";

    /// <summary>The id of a particle by its number from 0.</summary>
    public static string IdOf(int number) => string.Create(CultureInfo.InvariantCulture, $"a{number / PerFrame / 1000 + 1:00}-f{number / PerFrame + 1:00000}-{number % PerFrame + 1:0000}");

    /// <summary>Writes it into a data folder; returns its id.</summary>
    public static async Task<string> WriteAsync(DataFolder data, int count, int seed, CancellationToken cancellationToken)
    {
        const string runId = "20260101-000000-synthetic";
        RunFolder folder = await RunFolder.CreateAsync(
            data,
            new RunRecord
            {
                RunId = runId, Sample = new Sample { Name = "synthetic", Stub = "1" }, Recipe = new Recipe { Name = "bench" }, Instrument = "none", IsSimulated = true, CreatedAt = DateTimeOffset.UnixEpoch,
                SoftwareVersion = "bench", SegmentationModel = "none", Stub = new Stub("1", 0, 0, 5),
            },
            cancellationToken).ConfigureAwait(false);
        var random = new Random(seed);
        var writer = new StreamWriter(folder.ParticlesCsvPath, append: false, new UTF8Encoding(false), 1 << 20);
        await using (writer.ConfigureAwait(false))
        {
            await writer.WriteAsync(Head).ConfigureAwait(false);
            var text = new StringBuilder();
            double shift = 0;
            for (int i = 0; i < count; i++)
            {
                if (i % PerFrame == 0) shift = 0.05 * Gauss(random);
                Row(text, i, shift, random);
                if (text.Length < 1 << 18) continue;
                cancellationToken.ThrowIfCancellationRequested();
                await writer.WriteAsync(text, cancellationToken).ConfigureAwait(false);
                text.Clear();
            }

            await writer.WriteAsync(text, cancellationToken).ConfigureAwait(false);
        }

        return runId;
    }

    private static void Row(StringBuilder text, int i, double shift, Random random)
    {
        double diameter = 70 * Math.Exp(shift + 0.28 * Gauss(random)), aspect = 1.02 + 0.25 * Math.Abs(Gauss(random)), circularity = Math.Min(0.99, 0.97 - 0.15 * random.NextDouble() * random.NextDouble() - 0.1 * (aspect - 1)), solidity = 0.97 + 0.03 * random.NextDouble();
        bool edge = random.NextDouble() < 0.08, overlapped = !edge && random.NextDouble() < 0.05;
        double confidence = random.NextDouble() < 0.02 ? 0.3 + 0.4 * random.NextDouble() : 0.9 + 0.1 * random.NextDouble(), area = Math.PI / 4 * diameter * diameter, perimeter = Math.Sqrt(4 * Math.PI * area / circularity), root = Math.Sqrt(aspect);
        string id = IdOf(i);
        text.Append(CultureInfo.InvariantCulture,
            $"{id},{id.AsSpan(0, id.LastIndexOf('-'))},{1024 * random.NextDouble():0.###},{768 * random.NextDouble():0.###},{area:0.####},{diameter:R},{diameter * root * 1.03:0.#####},{diameter / root:0.#####},{diameter * root:0.#####},{diameter / root:0.#####},{aspect:R},{perimeter:0.####},{circularity:R},{solidity:0.######},");
        text.Append(CultureInfo.InvariantCulture,
            $"{(diameter > 60 ? 1 + 0.02 * random.NextDouble() : double.NaN):0.#####},0.006,{(edge ? "true" : "false")},{(edge ? 0 : 1 + diameter / 700):0.######},{confidence:0.#####},{180 * random.NextDouble() - 90:0.###},NaN,NaN,NaN,NaN,NaN,NaN,NaN,NaN,{(edge ? "cut" : overlapped ? "overlapped" : "whole")},{i % PerFrame + 1},1\n");
    }

    private static double Gauss(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
