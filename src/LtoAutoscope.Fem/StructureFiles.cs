using System.Text.Json;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Fem.Microstructures;
using LtoAutoscope.Fem.Output;

namespace LtoAutoscope.Fem;

/// <summary>The files of <c>fem structure</c>.</summary>
public static class StructureFiles
{
    /// <summary>The report.</summary>
    public const string Report = "structure.json";

    /// <summary>Labels and the particles' diameters of the first realisation.</summary>
    public const string Labels = "structure.vti";

    /// <summary>Picture of the first realisation.</summary>
    public const string Picture = "structure.svg";

    /// <summary>Writes all of them; <c>structure.json</c> last.</summary>
    /// <param name="folder">Where; made if missing.</param>
    /// <param name="report">The report.</param>
    /// <param name="structure">The first realisation.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="IOException">The disk is full.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static async Task WriteAsync(string folder, StructureReport report, VoxelMicrostructure structure, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(structure);
        float[] diameters = await WriteLabelsAsync(folder, structure, cancellationToken).ConfigureAwait(false);
        string picture = CubePicture.Draw(structure, diameters, "volume-equivalent diameter, nm");
        await AtomicFile.WriteTextAsync(Path.Combine(folder, Picture), picture, cancellationToken).ConfigureAwait(false);
        await AtomicFile.WriteTextAsync(Path.Combine(folder, Report), JsonSerializer.Serialize(report, DomainJson.File) + "\n", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes labels and diameters alone.</summary>
    /// <inheritdoc cref="WriteAsync" path="/exception"/>
    /// <param name="folder">Where; made if missing.</param>
    /// <param name="structure">The structure.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The volume-equivalent diameter at each voxel, nm; NaN outside particles.</returns>
    public static async Task<float[]> WriteLabelsAsync(string folder, VoxelMicrostructure structure, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(structure);
        float[] diameters = [.. structure.Labels.Select(label => label > 0 ? (float)structure.Particles[label - 1].Shape.VolumeDiameter : float.NaN)];
        await VtiFile.WriteAsync(Path.Combine(folder, Labels), structure, [("volume_diameter_nm", diameters)], cancellationToken).ConfigureAwait(false);
        return diameters;
    }
}
