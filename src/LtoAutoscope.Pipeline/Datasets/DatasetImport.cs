using System.Security.Cryptography;
using System.Text;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Imaging.Annotations;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Datasets;

namespace LtoAutoscope.Pipeline.Datasets;

/// <summary>Takes corrected outlines into the data folder, as a data set to train on or as golden frames to compare on, never as both.</summary>
public static class DatasetImport
{
    /// <summary>Adds a version of a data set.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="read">Outlines that were read and checked.</param>
    /// <param name="name">Name of the data set.</param>
    /// <param name="isGolden">Whether its pictures are for comparing instead of training.</param>
    /// <param name="by">Who takes it in.</param>
    /// <param name="note">What they say of it.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Leaves nothing that counts.</param>
    /// <exception cref="InputException">There are problems (the first is named), the name is none, or a picture is used for the other purpose already.</exception>
    public static async Task<DatasetRecord> AddAsync(DataFolder data, CheckedAnnotations read, string name, bool isGolden, string by, string note, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(read);
        if (read.Problems.FirstOrDefault(static p => !p.IsWarning) is { } first) throw new InputException(first.What, first.Where, first.Remedy);
        List<DatasetFile> files = [];
        List<DatasetPicture> pictures = [];
        foreach (AnnotatedPicture picture in read.Pictures)
        {
            PictureSource source = picture.Source;
            byte[] image = await File.ReadAllBytesAsync(Path.Combine(read.Folder, "images", source.Name + ".png"), cancellationToken).ConfigureAwait(false);
            using var labels = new MemoryStream();
            PngImage.WriteLabels(picture.Labels, labels);
            files.Add(new DatasetFile($"images/{source.Name}.png", image));
            files.Add(new DatasetFile($"labels/{source.Name}.png", labels.ToArray()));
            pictures.Add(new DatasetPicture(source.Name, picture.ParticleCount, source.RunId, source.FrameId, source.OriginalSha256, Convert.ToHexStringLower(SHA256.HashData(image))));
        }

        files.Add(new DatasetFile(PictureManifest.FileName, Encoding.UTF8.GetBytes(PictureManifest.Write(read.Pictures.Select(static p => p.Source)))));
        DatasetStore store = new(isGolden ? data.Golden : data.Datasets, time), others = new(isGolden ? data.Datasets : data.Golden, time);
        var record = new DatasetRecord
        {
            Name = name, Version = 0, ImportedAt = default, By = by, Note = note, ImportedFrom = Path.GetFullPath(read.Folder),
            OutlinesFrom = read.From == OutlineSource.Coco ? "coco" : "labels", Pictures = pictures, Sha256 = "",
        };
        return await store.AddAsync(record, name, files, await others.PicturesAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }
}
