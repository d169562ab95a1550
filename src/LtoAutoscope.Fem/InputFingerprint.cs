using System.Security.Cryptography;
using System.Text.Json;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Fem.Materials;

namespace LtoAutoscope.Fem;

/// <summary>A hash of all that decides the answer of a realisation, so that a saved state is taken up with its own inputs only.</summary>
internal static class InputFingerprint
{
    internal static string Of(Morphology morphology, Material material, CellModelOptions options, int realisation)
    {
        var inputs = new Dictionary<string, object?>
        {
            ["joint"] = morphology.Joint.Select(j => new[] { j.DiameterNm, j.AspectRatio, j.FractalDimension, j.Weight }).ToArray(),
            ["material"] = MaterialFile.ToKeys(material),
            ["grid"] = options.Grid,
            ["particles"] = options.Particles,
            ["rate"] = options.RatePerHour,
            ["seed"] = options.Seed,
            ["fidelity"] = options.Fidelity.ToString(),
            ["structure"] = options.Structure.ToString(),
            ["given"] = options.Given is { } given
                ? Convert.ToHexStringLower(SHA256.HashData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(given.Voxels.Labels.AsSpan()))) + given.Voxels.VoxelSizeNm.ToString("R", System.Globalization.CultureInfo.InvariantCulture)
                : null,
            ["protocol"] = options.Protocol is { } protocol ? string.Join('|', protocol.Steps) + protocol.Cycles : null,
            ["surroundings"] = options.Surroundings.ToString(),
            ["link"] = options.LinkConductivitySM,
            ["realisation"] = realisation,
        };
        return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(inputs, DomainJson.File)));
    }
}
