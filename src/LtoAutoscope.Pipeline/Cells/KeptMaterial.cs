using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Fem.Materials;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Pipeline.Cells;

/// <summary>
/// The material of a run. Before its cell model is run for the first time the material's file is read and a copy laid into the run, and from then
/// on the copy is what counts: a later change of config/materials changes no run that is there.
/// </summary>
public static class KeptMaterial
{
    /// <summary>The copy of a run; null where its cell model has not begun, or was run before copies were kept.</summary>
    /// <exception cref="InputException">The copy is damaged.</exception>
    public static Material? Find(RunFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return File.Exists(folder.MaterialPath) ? MaterialFile.Load(folder.MaterialPath) : null;
    }

    /// <summary>The copy of a run, or the material of its sample as it is in the library now.</summary>
    /// <exception cref="InputException">There is no such material, or its file is wrong.</exception>
    public static Material Of(RunFolder folder, MaterialLibrary library)
    {
        ArgumentNullException.ThrowIfNull(library);
        return Find(folder) ?? library.Load(folder.Record.Sample.Material);
    }

    /// <summary>The material that a run's cell model is to be run with, kept in the run from now on.</summary>
    /// <exception cref="InputException">There is no such material, or its file is wrong.</exception>
    public static async Task<Material> KeepAsync(RunFolder folder, MaterialLibrary library, CancellationToken cancellationToken)
    {
        if (Find(folder) is { } kept) return kept;
        Material material = Of(folder, library);
        string text = MaterialFile.Write(material, $"The material '{material.Name}' as run {folder.RunId} was modelled with it; the cell model of this run takes it from here.");
        await AtomicFile.WriteTextAsync(folder.MaterialPath, text, cancellationToken).ConfigureAwait(false);
        return material;
    }
}
