using System.Security.Cryptography;
using System.Text.Json;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Fem.Materials;

namespace LtoAutoscope.Fem;

/// <summary>What identifies the inputs of a run of the cell model, so that a saved state is never continued under others.</summary>
internal static class InputHash
{
    /// <summary>SHA-256 of morphology, material and every option that changes the answer; threads, priority and folders do not.</summary>
    internal static string Of(Morphology morphology, Material material, CellModelOptions options)
    {
        var answers = options with { Threads = 1, LowPriority = false, Resume = false, FieldsFolder = null, StateFolder = null };
        byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(new { morphology, material = MaterialFile.ToKeys(material), answers }, DomainJson.Line);
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }
}
