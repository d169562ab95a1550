using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Acquisition.Mosaics;

/// <summary>The pixels of the tiles that were asked for last; older ones are read again. Not thread-safe.</summary>
internal sealed class TileCache(IReadOnlyList<MosaicTile> tiles, int capacity)
{
    private readonly Dictionary<int, LinkedListNode<(int Index, GreyImage Image)>> _held = [];
    private readonly LinkedList<(int Index, GreyImage Image)> _order = new();

    internal async Task<GreyImage> GetAsync(int index, CancellationToken cancellationToken)
    {
        if (_held.TryGetValue(index, out LinkedListNode<(int Index, GreyImage Image)>? node))
        {
            _order.Remove(node);
            _order.AddFirst(node);
            return node.Value.Image;
        }

        GreyImage image = await tiles[index].Load(cancellationToken).ConfigureAwait(false);
        FrameMetadataCheck(index, image);
        _held[index] = _order.AddFirst((index, image));
        if (_held.Count <= capacity) return image;
        _held.Remove(_order.Last!.Value.Index);
        _order.RemoveLast();
        return image;
    }

    private void FrameMetadataCheck(int index, GreyImage image)
    {
        FrameMetadata metadata = tiles[index].Metadata;
        if (image.Width != metadata.WidthPx || image.Height != metadata.HeightPx)
            throw new Domain.InputException($"The picture has {image.Width} × {image.Height} pixels, its metadata say {metadata.WidthPx} × {metadata.HeightPx}", metadata.FrameId, "Check the run with `verify`");
    }
}
