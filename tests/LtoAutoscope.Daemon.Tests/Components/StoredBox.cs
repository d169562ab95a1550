using System.IO.Compression;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Daemon.Tests.Components;

/// <summary>A box of 4 × 4 × 4 voxels with one field at two moments, written by hand as docs describe the compact form, and a result beside it.</summary>
internal static class StoredBox
{
    public const int Edge = 4;

    /// <summary>A cube of 2 × 2 × 2 voxels in the middle.</summary>
    public static ushort[] Labels { get; } = [.. Enumerable.Range(0, 64).Select(i => Middle(i % 4) && Middle(i / 4 % 4) && Middle(i / 16) ? (ushort)1 : (ushort)0)];

    /// <summary>1 to 255 within the cube.</summary>
    public static byte[] Field { get; } = [.. Labels.Select((label, i) => label == 0 ? (byte)0 : (byte)(1 + 3 * i))];

    public static async Task WriteAsync(RunFolder run, CancellationToken cancellationToken)
    {
        string view = Directory.CreateDirectory(Path.Combine(run.FemPath, "view")).FullName;
        byte[] labels = new byte[128];
        for (int i = 0; i < 64; i++) BitConverter.TryWriteBytes(labels.AsSpan(2 * i), Labels[i]);
        await PackAsync(Path.Combine(view, "labels.u16.gz"), labels, cancellationToken);
        for (int i = 0; i < 2; i++) await PackAsync(Path.Combine(view, $"lithiation_000{i}.u8.gz"), Field, cancellationToken);
        string Moment(int i, double low, double high) => FormattableString.Invariant(
            $$"""{"index": {{i}}, "time_s": {{3600 * i}}, "voltage_v": 1.55, "lithiation": {{0.5 * i}}, "fields": [{"name": "lithiation", "caption": "lithiation x", "unit": "", "low": {{low}}, "high": {{high}}, "file": "lithiation_000{{i}}.u8.gz"}]}""");
        await File.WriteAllTextAsync(Path.Combine(view, "index.json"),
            $$"""{"version": 1, "size": [4, 4, 4], "voxel_nm": 10, "periodic": true, "labels": "labels.u16.gz", "particles": 1, "snapshots": [{{Moment(0, 0.1, 0.2)}}, {{Moment(1, 0.4, 0.9)}}]}""", cancellationToken);
        await File.WriteAllTextAsync(run.VoltagePath, "time_s,current_A_m2,voltage_V,lithiation,side_charge_mAh_g,film_nm,charge_mAh_g\n0,0.1,1.7,0,0,0,0\n3600,0.1,1.0,0.9,1,0.1,160\n3601,-0.1,1.6,0.9,1,0.1,0\n7200,-0.1,2.5,0.01,1,0.1,150\n", cancellationToken);
        await File.WriteAllTextAsync(run.CellResultPath, """
            {"ce1": 0.9375, "ce1_interval": [0.93, 0.945], "q_lithiation_mAh_g": 160, "q_delithiation_mAh_g": 150, "q_side_mAh_g": 8, "loss_breakdown": {"side_reaction_mAh_g": 8, "trapped_lithium_mAh_g": 2},
             "balance_error": 2e-8, "wall_s": 4, "run_with": {"fidelity": "rve", "rate_per_hour": 0.2, "grid": 4, "particles": [1], "voxels_a_particle_median": 8, "material": {"name": "lto", "density_kg_m3": 3480}}}
            """, cancellationToken);
    }

    private static bool Middle(int at) => at is 1 or 2;

    private static async Task PackAsync(string path, byte[] bytes, CancellationToken cancellationToken)
    {
        await using var packer = new GZipStream(File.Create(path), CompressionLevel.Optimal);
        await packer.WriteAsync(bytes, cancellationToken);
    }
}
