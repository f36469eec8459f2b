"""What a node has of images: blobs, images by name, unpacked layers, and the disk they are on."""
